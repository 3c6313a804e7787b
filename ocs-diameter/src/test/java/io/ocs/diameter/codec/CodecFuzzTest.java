package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.diameter.support.Capture;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a mangled message is decoded or refused, never anything else, and the refusal is a well-formed answer. */
class CodecFuzzTest {

    private static final int ROUNDS = 2_000;

    private final CodecFixture fixture = new CodecFixture();
    private final ErrorAnswer errorAnswer = new ErrorAnswer(new LocalNode("ocs.example.com", "example.com", "OCS", 1));
    private final CreditControlRequest request = new CreditControlRequest();

    static LongStream seeds() {
        return Seeds.of(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mangledRequestsAreDecodedOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> originals = new ArrayList<>(List.of(Ccr.initial().bytes()));
        for (String name : Capture.names()) {
            originals.addAll(Capture.of(name).creditControlRequests());
        }
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = originals.get(random.nextInt(originals.size())).clone();
            int length = random.nextInt(4) == 0 ? 20 + random.nextInt((message.length - 20) / 4) * 4 : message.length;
            for (int flip = random.nextInt(1, 5); flip > 0; flip--) {
                message[random.nextInt(20, message.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += decode(message, length, "seed " + seed + ", round " + round);
        }
        assertThat(refused).as("seed %d", seed).isBetween(ROUNDS / 10, ROUNDS);
    }

    private int decode(byte[] message, int length, String where) {
        ByteBuf buffer = Unpooled.wrappedBuffer(message);
        try {
            fixture.codec.decode(buffer, 0, length, request, fixture.envelope);
            return 0;
        } catch (DiameterException e) {
            ByteBuf out = Unpooled.buffer();
            errorAnswer.encode(buffer, 0, length, e, out);
            Parsed answer = Parsed.of(ByteBufUtil.getBytes(out));
            assertThat(answer.resultCode()).as(where).isEqualTo(e.resultCode().code());
            return 1;
        }
    }
}
