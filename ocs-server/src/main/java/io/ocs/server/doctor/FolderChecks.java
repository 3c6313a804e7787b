package io.ocs.server.doctor;

import io.ocs.rating.catalog.CatalogException;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Folders: there or to be made, writable, with room, on a disk that is fast enough; and the offers. */
final class FolderChecks {
    private static final int FORCES = 40;
    private static final int BLOCK = 4_096;
    private static final double SLOW_MS = 5;
    private static final double VERY_SLOW_MS = 50;
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    private FolderChecks() {}

    static List<Finding> findings(OcsConfig config) {
        List<Finding> findings = new ArrayList<>();
        long journal = 2 * config.journal().snapshotJournalMax();
        findings.addAll(folder("data-dir", config.dataDir(), journal + GIB, true));
        findings.addAll(folder("cdr.directory", config.cdr().directory(), GIB, false));
        config.journal()
                .archive()
                .ifPresent(archive -> findings.addAll(folder("journal.archive", archive, journal, false)));
        findings.add(offers(config.catalogDirectory()));
        return findings;
    }

    static List<Finding> folder(String key, Path folder, long wantedOctets, boolean measured) {
        Path there = existing(folder);
        String what = "folder " + folder;
        if (!Files.isDirectory(there)) {
            return List.of(Finding.bad(
                    what, key + ": " + there + " is no folder", "name another one with --set " + key + "=…"));
        }
        Path probe = there.resolve(".ocs-doctor-" + ProcessHandle.current().pid());
        try {
            List<Finding> findings = new ArrayList<>();
            double millis = forceMillis(probe);
            findings.add(Finding.ok(what, there.equals(folder) ? "writable" : "to be made in " + there));
            findings.add(room(what, key, Files.getFileStore(there).getUsableSpace(), wantedOctets));
            if (measured) {
                findings.add(speed(what, millis));
            }
            return findings;
        } catch (IOException e) {
            return List.of(Finding.bad(
                    what,
                    key + ": cannot be written: " + e.getMessage(),
                    "give it to the server's user (chown), make room, or mount it writable"));
        } finally {
            delete(probe);
        }
    }

    private static void delete(Path probe) {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException e) {
            probe.toFile().deleteOnExit();
        }
    }

    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** The median of writing a block and forcing it: what a batch of charges waits for. */
    private static double forceMillis(Path probe) throws IOException {
        long[] nanos = new long[FORCES];
        try (FileChannel file = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(FORCES * BLOCK), 0);
            file.force(true);
            for (int i = 0; i < FORCES; i++) {
                long began = System.nanoTime();
                file.write(ByteBuffer.allocate(BLOCK), (long) i * BLOCK);
                file.force(false);
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        return nanos[FORCES / 2] / 1e6;
    }

    static Finding room(String what, String key, long free, long wanted) {
        String found = String.format(Locale.ROOT, "%,d MiB free", free / MIB);
        return free >= wanted
                ? Finding.ok("room of " + what, found)
                : Finding.warn(
                        "room of " + what,
                        String.format(Locale.ROOT, "%s, %,d MiB are good", found, wanted / MIB),
                        "make room, or put it on another disk with --set " + key + "=…");
    }

    static Finding speed(String what, double millis) {
        String found = String.format(Locale.ROOT, "a forced write takes %.2f ms", millis);
        if (millis >= VERY_SLOW_MS) {
            return Finding.bad(
                    "disk of " + what,
                    found,
                    "no answer is faster than that: put data-dir on a disk of its own, best an SSD with power-loss protection");
        }
        return millis >= SLOW_MS
                ? Finding.warn(
                        "disk of " + what,
                        found,
                        "every answer waits for one: look for who else uses the disk (iostat -x 1), or take a faster one")
                : Finding.ok("disk of " + what, found);
    }

    private static Finding offers(Path folder) {
        try {
            TariffCatalog.load(folder);
            return Finding.ok("offers", folder.toString());
        } catch (CatalogException e) {
            return Finding.bad(
                    "offers",
                    e.getMessage(),
                    "correct the file that is named, or name another folder with catalog.directory");
        }
    }
}
