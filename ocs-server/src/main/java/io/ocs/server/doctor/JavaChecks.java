package io.ocs.server.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that this process runs in, which the launcher would also take for a server. */
final class JavaChecks {
    private static final int OLDEST = 17;
    private static final int NEWEST_TRIED = 25;
    private static final int FLAGS_OF_23 = 23;

    private JavaChecks() {}

    static List<Finding> findings() {
        return List.of(version(Runtime.version().feature()), flags(), compiler());
    }

    static Finding version(int feature) {
        String found = "Java " + feature + " (" + System.getProperty("java.vendor") + ", "
                + System.getProperty("java.home") + ")";
        if (feature < OLDEST) {
            return Finding.bad(
                    "java", found, "install a JDK of version 17, 21 or 25, or name one with OCS_JAVA=/path/to/jdk");
        }
        return feature > NEWEST_TRIED
                ? Finding.warn(
                        "java",
                        found + " is newer than what was tried",
                        "take a JDK of version 25 with OCS_JAVA=/path/to/jdk")
                : Finding.ok("java", found);
    }

    private static Finding flags() {
        Path home = Path.of(System.getProperty("ocs.home", ""));
        Path file = home.resolve("config/jvm/" + fileFor(Runtime.version().feature()));
        try {
            return flags(
                    Files.readAllLines(file),
                    ManagementFactory.getRuntimeMXBean().getInputArguments(),
                    file);
        } catch (IOException e) {
            return Finding.bad(
                    "java flags", file + " cannot be read: " + e, "start through ./ocs, beside its folder config");
        }
    }

    private static String fileFor(int feature) {
        if (feature >= NEWEST_TRIED) {
            return "jdk25.args";
        }
        return feature >= FLAGS_OF_23 ? "jdk23.args" : "jdk17.args";
    }

    /** Whether all flags of the file were given. */
    static Finding flags(List<String> wanted, List<String> given, Path file) {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeIf(line -> line.isBlank() || line.startsWith("#") || given.contains(line.strip()));
        return missing.isEmpty()
                ? Finding.ok("java flags", "those of " + file.getFileName())
                : Finding.bad(
                        "java flags",
                        "missing: " + String.join(" ", missing),
                        "start through ./ocs, or with java @" + file);
    }

    /** The image's library compiles one class when it is first used. */
    private static Finding compiler() {
        boolean there = ModuleLayer.boot().findModule("jdk.compiler").isPresent();
        return there
                ? Finding.ok("java compiler", "it is a JDK")
                : Finding.bad(
                        "java compiler", "this is a JRE without the module jdk.compiler", "install a JDK, not a JRE");
    }
}
