package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrefixTableTest {

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 50) : LongStream.of(Long.getLong("seed"));
    }

    private static String anyDigits(SplittableRandom random, int digitsMax) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, digitsMax + 1); i > 0; i--) {
            text.append(
                    random.nextInt(random.nextBoolean() ? 2 : 10)); // few digits: prefixes of prefixes are the point
        }
        return text.toString();
    }

    /** Goal: the prefixes of a number are found, the longest first, as by looking at each of them; so are whole numbers and exceptions. */
    @ParameterizedTest
    @MethodSource("seeds")
    void findsWhatLookingAtEveryPrefixFinds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> prefixes = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, Long> exceptions = new HashMap<>();
        int count = random.nextInt(1, 400);
        for (int i = 0; i < count; i++) {
            prefixes.put(anyDigits(random, 15), random.nextInt(20));
            if (random.nextInt(5) == 0) {
                exceptions.put(anyDigits(random, 8), 1L << random.nextInt(20));
            }
            if (random.nextInt(20) == 0) {
                numbers.put(anyDigits(random, 15), random.nextInt(20));
            }
        }
        PrefixTable table = new PrefixTable(new PrefixTable.Content(prefixes, numbers, exceptions));
        Octets number = new Octets(128);
        for (int i = 0; i < 1_000; i++) {
            String digits = anyDigits(random, 18);
            number.set(digits);
            String where = "seed " + seed + ", number " + digits;
            List<Integer> expected = new ArrayList<>();
            long excepted = 0;
            for (int length = Math.min(15, digits.length()); length > 0; length--) {
                String prefix = digits.substring(0, length);
                excepted |= exceptions.getOrDefault(prefix, 0L);
                int own = prefixes.getOrDefault(prefix, -1);
                if (own >= 0 && (excepted >>> own & 1) == 0 && !expected.contains(own)) {
                    expected.add(own);
                }
            }
            assertThat(Arrays.stream(table.zones(number)).boxed().toList())
                    .as(where)
                    .isEqualTo(expected);
            int zone = numbers.getOrDefault(digits, expected.isEmpty() ? -1 : expected.get(0));
            assertThat(table.longestZone(number)).as(where).isEqualTo(zone);
        }
    }

    /** Goal: with more chains of zones than a stretch can name, each number still has its own. */
    @Test
    void moreChainsThanAStretchCanNameAreFound() {
        Map<String, Integer> prefixes = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            prefixes.put("4" + (100_000 + i), i);
        }
        PrefixTable table = new PrefixTable(new PrefixTable.Content(prefixes, Map.of(), Map.of()));
        Octets number = new Octets(32);
        for (int i = 0; i < 40_000; i++) {
            number.set("4" + (100_000 + i) + "12345");
            assertThat(table.longestZone(number)).isEqualTo(i);
        }
        number.set("439999912345");
        assertThat(table.longestZone(number)).isEqualTo(-1);
    }
}
