package io.ocs.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: {@code docs/EVENTS.md} has every line that the sources can log, with level, event and keys, and no other. */
class EventsDocumentTest {
    private static final Path ROOT = Path.of(System.getProperty("ocs.root"));
    private static final Path DOCUMENT = ROOT.resolve("docs/EVENTS.md");
    private static final boolean REWRITE = Boolean.getBoolean("rewrite-docs");
    /** Modules of a server; the others talk to it. */
    private static final List<String> MODULES =
            List.of("ocs-core", "ocs-diameter", "ocs-rating", "ocs-balance", "ocs-cdr", "ocs-server");

    private static final Pattern FLUENT =
            Pattern.compile("LOG\\s*\\.at(\\w+)\\(([^;]*?)\\.log\\((\"[^\"]+\")?\\)", Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern.compile(
            "LOG\\s*\\.(error|warn|info|debug)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern MESSAGE = Pattern.compile("setMessage\\(\"([^\"]+)\"\\)");
    private static final Pattern KEY = Pattern.compile("addKeyValue\\(\\s*\"([^\"]+)\"");

    /** One place that logs. */
    private record Line(String event, String level, String rest, String logger) {}

    private static List<Line> fluent() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Path file : sources()) {
            Matcher matcher = FLUENT.matcher(Files.readString(file));
            while (matcher.find()) {
                String event = matcher.group(3) == null
                        ? message(matcher.group(2), file)
                        : matcher.group(3).replace("\"", "");
                String keys = KEY.matcher(matcher.group(2))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.joining(", "));
                boolean error = matcher.group(2).contains("setCause");
                String level = matcher.group(1).equals("Level")
                        ? "error or warn"
                        : matcher.group(1).toLowerCase(Locale.ROOT);
                lines.add(new Line(
                        event, level, keys + (error ? (keys.isEmpty() ? "" : ", ") + "error" : ""), name(file)));
            }
        }
        lines.sort(Comparator.comparing(Line::event).thenComparing(Line::logger));
        return lines;
    }

    private static String message(String statement, Path file) {
        Matcher message = MESSAGE.matcher(statement);
        assertThat(message.find()).as("an event in %s", file).isTrue();
        return message.group(1);
    }

    private static List<Line> plain() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Path file : sources()) {
            for (MatchResult found :
                    PLAIN.matcher(Files.readString(file)).results().toList()) {
                String text = LITERAL.matcher(found.group(2))
                        .results()
                        .map(part -> part.group(1))
                        .collect(Collectors.joining());
                lines.add(new Line(name(file), found.group(1), text, name(file)));
            }
        }
        lines.sort(Comparator.comparing(Line::event).thenComparing(Line::rest));
        return lines;
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(all::add);
            }
        }
        return all;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static Properties meanings() throws IOException {
        Properties meanings = new Properties();
        try (Reader reader = Files.newBufferedReader(ROOT.resolve("ocs-server/src/test/resources/events.properties"))) {
            meanings.load(reader);
        }
        return meanings;
    }

    @Test
    void everyEventHasAMeaningAndEveryMeaningAnEvent() throws IOException {
        assertThat(meanings().stringPropertyNames())
                .isEqualTo(fluent().stream().map(Line::event).collect(Collectors.toCollection(TreeSet::new)));
        assertThat(fluent()).allSatisfy(line -> assertThat(line.event()).matches("[a-z0-9]+(-[a-z0-9]+)+"));
    }

    @Test
    void everyEventIsDocumented() throws IOException {
        String document = document();
        if (REWRITE) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/EVENTS.md; to write it anew: mvn … -Dtest=EventsDocumentTest -Drewrite-docs=true test")
                .isEqualTo(document);
    }

    private static String document() throws IOException {
        StringBuilder text = new StringBuilder(
                """
                # Events

                A line of the log on stderr is one JSON object: `time`, `level`, `event`, the keys below, `logger`, `thread`, and `error` with the stack where
                there is one. Written by `EventsDocumentTest` from the sources, which fails when this page and they differ; to write it anew:

                    mvn -pl ocs-server -am -Dtest=EventsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Drewrite-docs=true test

                ## Events with a name

                | Event | Level | Keys | Meaning |
                |---|---|---|---|
                """);
        Properties meanings = meanings();
        for (Line line : fluent()) {
            text.append(String.format(
                    "| `%s` | %s | %s | %s |%n",
                    line.event(), line.level(), line.rest(), meanings.getProperty(line.event(), "")));
        }
        text.append(
                """

                ## Lines in words

                Their `event` is who logs them, and `message` is the text, with what it was about in place of `{}`.

                | Event | Level | Message |
                |---|---|---|
                """);
        for (Line line : plain()) {
            text.append(String.format(
                    "| `%s` | %s | %s |%n",
                    line.event(), line.level(), line.rest().replace("|", "\\|")));
        }
        return text.toString();
    }
}
