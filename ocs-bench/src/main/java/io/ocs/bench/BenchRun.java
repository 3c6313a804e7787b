package io.ocs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the contenders in turn, A B A B A B, each time as a new process with an empty data folder, so that neither the order nor a slow
 * hour of the machine favours one of them; and looks afterwards whether the books of each process balance.
 */
final class BenchRun {
    private final BenchPlan plan;
    private final List<Contender> contenders;
    private final Path folder;
    private final boolean checksBooks;
    private final Consumer<String> progress;
    private final List<Books> books = new ArrayList<>();

    /**
     * {@code folder} takes the servers' logs and the data folders. Those are removed after each run, but for one whose books do not
     * balance.
     */
    BenchRun(BenchPlan plan, List<Contender> contenders, Path folder, boolean checksBooks, Consumer<String> progress) {
        this.plan = plan;
        this.contenders = contenders;
        this.folder = folder;
        this.checksBooks = checksBooks;
        this.progress = progress;
    }

    /** @return the books of each process that keeps some, none if they are not to be checked */
    List<Books> run(Course course) throws IOException, InterruptedException {
        for (int run = 1; run <= plan.runs(); run++) {
            for (Contender contender : contenders) {
                runOne(contender, run, course);
            }
        }
        return books;
    }

    private void runOne(Contender contender, int run, Course course) throws IOException, InterruptedException {
        Path data = folder.resolve(contender.name() + "-" + run);
        Files.createDirectories(data);
        try (RunningServer server = contender.start(data)) {
            warmUp(contender, server);
            course.on(contender, server, run);
        }
        Optional<Books> checked = checksBooks ? contender.checkBooks(data) : Optional.empty();
        checked.ifPresent(result -> {
            books.add(result);
            progress.accept(result.line());
        });
        if (checked.map(Books::balance).orElse(true)) {
            delete(data);
        } else {
            progress.accept("kept as evidence: " + data);
        }
    }

    /** A server that refuses requests here is not worth measuring; one that is busy may be with the first load. */
    private void warmUp(Contender contender, RunningServer server) throws InterruptedException {
        LoadResult result = server.warmUp(plan);
        if (result.failuresInOverload() > 0) {
            throw new IllegalStateException("%s does not serve: %d failures, Result-Codes %s, of services %s"
                    .formatted(
                            contender.name(),
                            result.failuresInOverload(),
                            result.resultCodes(),
                            result.serviceResultCodes()));
        }
    }

    /** With all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
