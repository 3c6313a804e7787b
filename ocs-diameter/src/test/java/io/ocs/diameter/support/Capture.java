package io.ocs.diameter.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Recorded traffic of real clients, which lies beside the repository. Tests are skipped, with a notice, where it does not. */
public record Capture(String name, List<byte[]> sent) {

    private static final boolean PRESENT = look();

    private static Path folder() {
        return Path.of(System.getProperty("ocs.root", "..")).resolve("../shared/captures");
    }

    /** Whether there is recorded traffic on this machine. */
    public static boolean isPresent() {
        return PRESENT;
    }

    private static boolean look() {
        if (Files.isDirectory(folder())) {
            return true;
        }
        System.out.println("notice: no recorded traffic at " + folder() + ": tests with it are skipped");
        return false;
    }

    /** The client's messages of one recording. */
    public static Capture of(String name) {
        Assumptions.assumeTrue(isPresent(), "recorded traffic is absent");
        try {
            List<byte[]> sent = Files.readAllLines(folder().resolve(name + ".txt")).stream()
                    .filter(line -> line.startsWith("> "))
                    .map(line -> HexFormat.of().parseHex(line.substring(2).trim()))
                    .toList();
            return new Capture(name, sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all recordings. */
    public static List<String> names() {
        Assumptions.assumeTrue(isPresent(), "recorded traffic is absent");
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The credit-control requests of the recording. */
    public List<byte[]> creditControlRequests() {
        return sent.stream().filter(octets -> command(octets) == 272).toList();
    }

    public static int command(byte[] octets) {
        return ((octets[5] & 0xff) << 16) | ((octets[6] & 0xff) << 8) | (octets[7] & 0xff);
    }

    public static boolean isRequest(byte[] octets) {
        return (octets[4] & 0x80) != 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
