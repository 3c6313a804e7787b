package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Answers;
import io.ocs.diameter.support.Capture;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a mangled message is decoded or refused, never anything else; see {@link AnyOctets} for what else must hold. */
class CodecFuzzTest {

    private static final int ROUNDS = 2_000;

    private final AnyOctets octets = new AnyOctets();

    static LongStream seeds() {
        return Seeds.of(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mangledRequestsAreDecodedOrRefused(long seed) {
        mangle(originals(), seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mangledAnswersAreReadOrPassedOver(long seed) {
        mangle(Answers.all("client.example.com", 1, 2), seed);
    }

    private void mangle(List<byte[]> originals, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = Answers.mangled(originals.get(random.nextInt(originals.size())), random);
            try {
                octets.check(message);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(octets.refused()).as("seed %d", seed).isBetween(ROUNDS / 20, 2 * ROUNDS);
        assertThat(octets.understood()).as("seed %d", seed).isGreaterThan(ROUNDS / 10);
    }

    private static List<byte[]> originals() {
        List<byte[]> originals = new ArrayList<>(List.of(
                Ccr.initial().bytes(),
                Ccr.dataUpdate().bytes(),
                Ccr.cer("client.example.com", 4),
                Ccr.dpr("client.example.com")));
        if (Capture.isPresent()) {
            for (String name : Capture.names()) {
                originals.addAll(Capture.of(name).creditControlRequests());
            }
        }
        return originals;
    }
}
