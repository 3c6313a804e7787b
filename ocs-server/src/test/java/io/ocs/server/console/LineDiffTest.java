package io.ocs.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineDiffTest {

    static LongStream seeds() {
        return System.getProperty("seed", "").isEmpty()
                ? LongStream.range(0, 200)
                : LongStream.of(Long.getLong("seed"));
    }

    /** Goal: whatever differs, the later text follows from the earlier one and what is shown. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theLaterTextFollows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> before = text(random);
        List<String> after = random.nextInt(4) == 0 ? text(random) : edited(before, random);

        List<LineDiff.Line> diff = LineDiff.of(String.join("\n", before), String.join("\n", after));

        assertThat(applied(before, diff)).as("seed " + seed).isEqualTo(after);
        assertThat(diff.isEmpty()).as("seed " + seed).isEqualTo(before.equals(after));
    }

    /** Few different lines: repeats are the point. */
    private static List<String> text(SplittableRandom random) {
        return IntStream.range(0, random.nextInt(1, 60))
                .mapToObj(i -> "line " + random.nextInt(12))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> edited(List<String> before, SplittableRandom random) {
        List<String> after = new ArrayList<>(before);
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                after.add(random.nextInt(after.size() + 1), "new " + i);
            } else if (after.size() > 1) {
                after.remove(random.nextInt(after.size()));
            }
        }
        return after;
    }

    private static List<String> applied(List<String> before, List<LineDiff.Line> diff) {
        List<String> after = new ArrayList<>();
        int at = 0;
        for (LineDiff.Line line : diff) {
            if (line.kind() == '@') {
                int place = Integer.parseInt(line.text().replaceAll("line (\\d+), now \\d+", "$1")) - 1;
                after.addAll(before.subList(at, place));
                at = place;
            } else {
                if (line.kind() != '-') {
                    after.add(line.text());
                }
                at += line.kind() == '+' ? 0 : 1;
            }
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }

    @Test
    void whatIsFarFromChangesIsLeftOut() {
        String before = IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        List<LineDiff.Line> diff = LineDiff.of(before, before.replace("\n50\n", "\nfifty\n"));

        assertThat(diff)
                .hasSize(1 + 2 * LineDiff.AROUND + 2)
                .startsWith(new LineDiff.Line('@', "line 48, now 48"))
                .contains(new LineDiff.Line('-', "50"), new LineDiff.Line('+', "fifty"));
    }

    @Test
    void aTextThatIsNewIsAdded() {
        assertThat(LineDiff.of("", "a\nb"))
                .containsExactly(
                        new LineDiff.Line('@', "line 1, now 1"),
                        new LineDiff.Line('+', "a"),
                        new LineDiff.Line('+', "b"));
    }

    /** Goal: no pair of files takes the memory of the server. */
    @Test
    void manyChangedLinesAreReplacedAsAWhole() {
        String before = IntStream.range(0, 3_000).mapToObj(i -> "a" + i).collect(Collectors.joining("\n"));
        String after = IntStream.range(0, 3_000).mapToObj(i -> "b" + i).collect(Collectors.joining("\n"));
        assertThat(LineDiff.of(before, after)).hasSize(6_001);
    }
}
