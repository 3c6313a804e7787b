package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Capture;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
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
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> originals = originals();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = mangled(originals.get(random.nextInt(originals.size())), random);
            try {
                octets.check(message);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(octets.refused()).as("seed %d", seed).isBetween(ROUNDS / 10, 2 * ROUNDS);
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

    /** Some bits flipped, some octets replaced by such as lengths and codes like, now and then the end cut off; mostly with a header that is read on. */
    private static byte[] mangled(byte[] original, SplittableRandom random) {
        byte[] message = original.clone();
        if (random.nextInt(4) == 0) {
            message = Arrays.copyOf(message, 20 + random.nextInt((message.length - 20) / 4) * 4);
            message[1] = 0;
            message[2] = (byte) (message.length >>> 8);
            message[3] = (byte) message.length;
        }
        int from = random.nextInt(20) == 0 ? 0 : 20;
        for (int flip = random.nextInt(1, 5); flip > 0 && message.length > from; flip--) {
            int at = random.nextInt(from, message.length);
            message[at] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xff;
                default -> (byte) (message[at] ^ (1 << random.nextInt(8)));
            };
        }
        return message;
    }
}
