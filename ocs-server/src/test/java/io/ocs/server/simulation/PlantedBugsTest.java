package io.ocs.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator finds bugs: each of those that are planted is caught by its invariant, and every invariant catches one. */
class PlantedBugsTest {

    private static final int SEEDS_MAX = 60;
    private static final Path PROOF = Path.of(System.getProperty("ocs.root", ".."), "docs", "PROOF.md");

    private final QuietProjector quiet = new QuietProjector();

    @AfterEach
    void speakAgain() {
        quiet.close();
    }

    /** When a bug was caught. */
    private record Caught(long seed, int step) {

        String row(PlantedBug bug) {
            return "| %s | %s | %d | %d |".formatted(bug.meaning, bug.invariant.meaning, seed, step);
        }
    }

    /** Goal: the seed that stands in docs/PROOF.md catches the bug, by the invariant that stands there. */
    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void isCaughtBySeedInTheDocuments(PlantedBug bug) throws IOException {
        String begins = "| " + bug.meaning + " | " + bug.invariant.meaning + " | ";
        Optional<String> row = Files.readAllLines(PROOF).stream()
                .filter(line -> line.startsWith(begins))
                .findFirst();
        boolean caught = row.isPresent()
                && attempt(
                                bug,
                                Long.parseLong(
                                        row.get().substring(begins.length()).split(" ")[0]),
                                new StringBuilder())
                        .isPresent();
        assertThat(caught)
                .withFailMessage(() -> "in the table of " + PROOF + " must stand:\n" + hunt(bug))
                .isTrue();
    }

    @Test
    void everyInvariantCatchesOne() {
        Set<Invariant> without = EnumSet.allOf(Invariant.class);
        for (PlantedBug bug : PlantedBug.values()) {
            without.remove(bug.invariant);
        }
        assertThat(without).isEmpty();
    }

    private static String hunt(PlantedBug bug) {
        StringBuilder others = new StringBuilder();
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            Optional<Caught> caught = attempt(bug, seed, others);
            if (caught.isPresent()) {
                return caught.get().row(bug);
            }
        }
        return bug + ", but it is not caught by " + bug.invariant + " in " + SEEDS_MAX + " seeds:" + others;
    }

    private static Optional<Caught> attempt(PlantedBug bug, long seed, StringBuilder others) {
        Simulator simulator = new Simulator(seed, bug.parts(), null);
        try {
            simulator.run(SimulatorTest.STEPS);
            others.append("\nseed ").append(seed).append(": nothing");
        } catch (Violation e) {
            if (e.invariant == bug.invariant) {
                return Optional.of(new Caught(seed, simulator.step));
            }
            others.append("\nseed ").append(seed).append(": ").append(e.getMessage());
        }
        return Optional.empty();
    }
}
