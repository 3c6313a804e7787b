package io.ocs.server.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Limits of the process, memory, and the clock. */
final class MachineChecks {
    /** File descriptors besides those of connections: see docs/OPERATIONS.md. */
    private static final int OTHERS = 300;

    private static final int OF_A_SHARD = 20;
    private static final long MEMORY_MIN = 2L << 30;
    private static final long AHEAD_MS = 5_000;

    private MachineChecks() {}

    static List<Finding> findings(OcsConfig config) {
        List<Finding> findings = new ArrayList<>();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            findings.add(descriptors(system.getMaxFileDescriptorCount(), config));
            findings.add(memory(system.getTotalMemorySize()));
        }
        findings.add(synchronisation());
        findings.add(clock(config.dataDir(), Instant.now()));
        return findings;
    }

    static Finding descriptors(long most, OcsConfig config) {
        long wanted = OTHERS
                + config.diameter().connectionsTotalMax()
                + (long) OF_A_SHARD * config.charging().shards().orElse(1);
        String found = most + " file descriptors";
        return most >= wanted
                ? Finding.ok("limits", found)
                : Finding.warn(
                        "limits",
                        found + ", " + wanted + " with diameter.connections-total-max connections",
                        "ulimit -n " + wanted + " before the start, LimitNOFILE=" + wanted
                                + " in the systemd unit, or a smaller diameter.connections-total-max");
    }

    static Finding memory(long octets) {
        String found = (octets >> 20) + " MiB of memory";
        return octets >= MEMORY_MIN
                ? Finding.ok("memory", found)
                : Finding.warn(
                        "memory",
                        found,
                        "2 GiB are the least for a small server: the heap takes 1 GiB, the image more");
    }

    /** What systemd knows of NTP; elsewhere nobody can be asked. */
    private static Finding synchronisation() {
        String fix =
                "switch on NTP: 'timedatectl set-ntp true', or install chrony; tariffs, validity and records go by the clock";
        if (!Files.isDirectory(Path.of("/run/systemd/system"))) {
            return Finding.ok("clock", "whether NTP keeps it cannot be told here (no systemd)");
        }
        Optional<String> answer = output("timedatectl", "show", "--property=NTPSynchronized", "--value");
        return answer.map(text -> text.equals("yes")
                        ? Finding.ok("clock", "kept by NTP")
                        : Finding.warn("clock", "not kept by NTP (timedatectl: " + text + ")", fix))
                .orElse(Finding.warn("clock", "timedatectl does not answer", fix));
    }

    private static Optional<String> output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A folder that was written in the future was written by a clock that was wrong, or is read by one. */
    static Finding clock(Path dataDir, Instant now) {
        try (Stream<Path> files = Files.exists(dataDir) ? Files.walk(dataDir, 3) : Stream.empty()) {
            Optional<Path> ahead = files.filter(file -> millis(file) > now.toEpochMilli() + AHEAD_MS)
                    .findFirst();
            return ahead.map(file -> Finding.bad(
                            "time of day",
                            now + " is before the time of " + file,
                            "set the clock right before the start: time goes on from the last record, at half speed"))
                    .orElse(Finding.ok("time of day", now.toString()));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Finding.warn(
                    "time of day",
                    now + "; " + dataDir + " cannot be looked at: " + e.getMessage(),
                    "give it to the server's user (chown)");
        }
    }

    private static long millis(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0; // gone meanwhile
        }
    }
}
