package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Octets;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalledNumberTest {

    private static String digits(String text, int max, boolean whole) {
        Octets octets = new Octets(128);
        octets.set(text);
        long packed = whole ? CalledNumber.wholeNumber(octets) : CalledNumber.digits(octets, max);
        int count = PrefixTable.count(packed);
        return count == 0 ? "" : ("%0" + count + "d").formatted(packed >> 4);
    }

    @ParameterizedTest
    @CsvSource({
        "4930123456, 4930123456",
        "+49-30-123456, 4930123456",
        "tel:+49(30)123456;phone-context=x, 4930123456",
        "sip:4930123456@127.0.0.1, 4930123456",
        "SIPS:+493012345678901234567@x, 493012345678901",
        "sip:alice@example.com, ''",
        "49301234x6, ''",
        "4930 123456, ''",
        "0, 0",
        "00000000, 00000000",
        "'', ''",
        "+, ''"
    })
    void leadingDigits(String text, String expected) {
        assertThat(digits(text, 15, false)).isEqualTo(expected);
    }

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 20) : LongStream.of(Long.getLong("seed"));
    }

    /** Goal: eight digits read at once are those read one by one, whatever stands between and behind them. */
    @ParameterizedTest
    @MethodSource("seeds")
    void areThoseReadOneByOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(24); j > 0; j--) {
                text.append(
                        random.nextInt(12) == 0
                                ? "-.()@;:?x/é:".charAt(random.nextInt(12))
                                : (char) ('0' + random.nextInt(10)));
            }
            String where = "seed " + seed + ": " + text;
            String plain = oneByOne(text.toString());
            assertThat(digits(text.toString(), 15, false))
                    .as(where)
                    .isEqualTo(plain.substring(0, Math.min(15, plain.length())));
            assertThat(digits(text.toString(), 6, false))
                    .as(where)
                    .isEqualTo(plain.substring(0, Math.min(6, plain.length())));
            assertThat(digits(text.toString(), 15, true)).as(where).isEqualTo(plain.length() > 15 ? "" : plain);
        }
    }

    private static String oneByOne(String text) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= '0' && letter <= '9') {
                digits.append(letter);
            } else if ("@;:?".indexOf(letter) >= 0) {
                break;
            } else if ("-.()".indexOf(letter) < 0) {
                return "";
            }
        }
        return digits.toString();
    }
}
