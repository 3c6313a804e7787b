package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A PostgreSQL server with all its processes, found by its data folder, to be killed. */
record PostgresProcess(ProcessHandle postmaster) {
    private static final int END_MAX_S = 30;

    /** The one that serves below this folder. */
    static PostgresProcess of(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            Path pidFile = files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
            assertThat(handle.info().command().orElse("")).endsWith("postgres");
            return new PostgresProcess(handle);
        }
    }

    /** As {@code kill -9} of all of its processes: nothing is written, its {@code postmaster.pid} stays. */
    void kill() throws InterruptedException, ExecutionException, TimeoutException {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get(END_MAX_S, TimeUnit.SECONDS);
        }
    }
}
