package io.ocs.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.server.reconcile.CdrSource;
import io.ocs.server.reconcile.Reconciler;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every invariant holds after every step, whatever the seed draws. {@code -Dseeds=N} for more seeds than 60, {@code -Dseed=N} for one, {@code -Dsteps=N}
 * for other lives than 2,000 steps.
 */
class SimulatorTest {

    static final int STEPS = 2_000;
    private static final int SEEDS = 60;
    /** Every so many seeds the records go to real files too. */
    private static final int FILES_EVERY = 10;

    @TempDir
    Path folder;

    private final QuietProjector quiet = new QuietProjector();

    @AfterEach
    void speakAgain() {
        quiet.close();
    }

    static long property(String name, long otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() ? otherwise : Long.parseLong(value);
    }

    @Test
    void theBooksAgreeAfterEveryStep() {
        long only = property("seed", -1);
        int steps = (int) property("steps", STEPS);
        Coverage coverage = new Coverage();
        if (only >= 0) {
            run(only, steps, coverage);
            System.out.println("simulated seed " + only + ": " + coverage.text());
            return;
        }
        long seeds = property("seeds", SEEDS);
        long started = System.nanoTime();
        for (long seed = 1; seed <= seeds; seed++) {
            run(seed, steps, coverage);
        }
        long seconds = (System.nanoTime() - started) / 1_000_000_000;
        System.out.println("simulated " + seeds + " seeds in " + seconds + " s: " + coverage.text());
        assertThat(coverage.missing()).as("what the simulation never did").isEmpty();
    }

    private void run(long seed, int steps, Coverage coverage) {
        Path cdrs = seed % FILES_EVERY == 0 ? folder.resolve("cdr-" + seed) : null;
        Simulator simulator = new Simulator(seed, Parts.REAL, cdrs);
        try {
            simulator.run(steps);
            if (cdrs != null) {
                reconcile(simulator.node(), folder.resolve("data-" + seed));
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(failure(seed, steps, simulator, e), e);
        }
        coverage.add(simulator.coverage);
    }

    /** The books done once more, by the program's own second reader: octets of the journal against files and manifests. */
    private static void reconcile(Node node, Path data) {
        try {
            for (Node.Line line : node.lines) {
                Path journal = Files.createDirectories(data.resolve("shard-" + line.index + "/journal"));
                for (String name : line.disk.list()) {
                    Files.write(journal.resolve(name), line.disk.octets(name));
                }
            }
            Reconciliation result = new Reconciler(data)
                    .withCdrs(CdrSource.csv(node.cdrFolder))
                    .withManifests(CdrFileVerifier.verify(node.cdrFolder))
                    .run();
            assertThat(result.allEqual()).as(result.text()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String failure(long seed, int steps, Simulator simulator, Throwable e) {
        return "seed " + seed + ", step " + simulator.step + ": " + e + "\n" + simulator.story()
                + "\nto see it again: mvn -pl ocs-server -am -Dtest=SimulatorTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dseed=" + seed + (steps == STEPS ? "" : " -Dsteps=" + steps) + " test";
    }
}
