package io.ocs.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Style sheets and scripts: the console's own, and those of the webjars on the class path. Read once. */
public final class Assets {
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, Asset> ALL = Map.of(
            "console.css", own("console.css", CSS),
            "console.js", own("console.js", SCRIPT),
            "htmx.js", webjar("htmx.org", "dist/htmx.min.js", SCRIPT),
            "uplot.js", webjar("uplot", "dist/uPlot.iife.min.js", SCRIPT),
            "uplot.css", webjar("uplot", "dist/uPlot.min.css", CSS));

    /** Content with its type; not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Asset(byte[] content, String type) {}

    private Assets() {}

    public static Optional<Asset> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static String path(String name) {
        if (!ALL.containsKey(name)) {
            throw new IllegalStateException("there is no asset " + name);
        }
        return "/console/assets/" + name;
    }

    private static Asset own(String name, String type) {
        return new Asset(read("/io/ocs/server/console/" + name), type);
    }

    /** Which version is on the class path stands in the webjar itself. */
    private static Asset webjar(String artifact, String file, String type) {
        Properties properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("version");
        return new Asset(read("/META-INF/resources/webjars/" + artifact + "/" + version + "/" + file), type);
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("not on the class path: " + resource);
        }
        return in;
    }
}
