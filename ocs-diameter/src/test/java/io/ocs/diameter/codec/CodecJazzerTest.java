package io.ocs.diameter.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ocs.diameter.support.Answers;
import io.ocs.diameter.support.Capture;
import io.ocs.diameter.support.Ccr;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: no octets whatsoever break the codec. In the build the seeds are tried once; {@code mvn -Pfuzz} lets Jazzer look for others, guided by what of
 * the code they reach. What it finds is kept beside this class, as a seed.
 */
class CodecJazzerTest {

    private final AnyOctets octets = new AnyOctets();

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void anyOctets(byte[] data) {
        octets.check(data);
    }

    static Stream<byte[]> seeds() {
        Stream<byte[]> own = Stream.of(
                Ccr.initial().bytes(),
                Ccr.dataUpdate().bytes(),
                Ccr.cer("client.example.com", 4),
                Ccr.dwr("client.example.com"),
                Ccr.dpr("client.example.com"));
        Stream<byte[]> recorded =
                Capture.isPresent() ? Capture.names().stream().flatMap(CodecJazzerTest::sent) : Stream.of();
        Stream<byte[]> answers = Answers.all("client.example.com", 1, 2).stream();
        return Stream.concat(Stream.concat(own, answers), recorded);
    }

    private static Stream<byte[]> sent(String name) {
        List<byte[]> requests = Capture.of(name).creditControlRequests();
        return requests.stream();
    }
}
