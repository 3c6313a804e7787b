package io.ocs.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: what docs/CONFORMANCE.md calls done has a test that exists and ran, and what it calls not done has a reason. */
class ConformanceTest {

    private static final Path ROOT = Path.of(System.getProperty("ocs.root", ".."));
    private static final Pattern REFERENCE = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)\\.([a-z][A-Za-z0-9]*)`");
    private static final int ROWS_MIN = 100;

    /** One row of a table. */
    private record Row(String section, String what, String state, String rest) {

        List<Matcher> references() {
            return REFERENCE
                    .matcher(rest)
                    .results()
                    .map(found -> matcher(found.group()))
                    .toList();
        }

        private static Matcher matcher(String reference) {
            Matcher matcher = REFERENCE.matcher(reference);
            assertThat(matcher.matches()).isTrue();
            return matcher;
        }
    }

    private static List<Row> rows() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("docs/CONFORMANCE.md"));
        return lines.stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Section "))
                .map(line -> line.split(" \\| ", 4))
                .map(cells -> new Row(cells[0].substring(2), cells[1], cells[2], cells[3].replaceFirst(" *\\|$", "")))
                .toList();
    }

    @Test
    void everyRowIsDoneWithItsTestsOrNotDoneWithItsReason() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(ROWS_MIN).allSatisfy(row -> {
            assertThat(row.state()).isIn("done", "not done");
            if (row.state().equals("done")) {
                String left = REFERENCE
                        .matcher(row.rest())
                        .replaceAll("")
                        .replace(",", "")
                        .trim();
                assertThat(left).as("something else than tests").isEmpty();
                assertThat(row.references()).as("tests").isNotEmpty();
            } else {
                assertThat(row.rest()).as("reason").hasSizeGreaterThan(10);
            }
        });
    }

    @Test
    void everyNamedTestExists() throws IOException {
        Map<String, List<String>> sources = testSources(module -> true);
        for (Row row : rows()) {
            for (Matcher reference : row.references()) {
                assertThat(isIn(sources, reference))
                        .as("%s of row %s, %s", reference.group(), row.section(), row.what())
                        .isTrue();
            }
        }
    }

    /** Whether one of the classes of this name has the test. */
    private static boolean isIn(Map<String, List<String>> sources, Matcher reference) {
        Pattern method = Pattern.compile("@(Test|ParameterizedTest|FuzzTest)\\b[^;{}]*?(\\{[^{}]*\\}[^;{}]*?)*\\bvoid "
                + reference.group(2) + "\\(");
        return sources.getOrDefault(reference.group(1), List.of()).stream()
                .anyMatch(source -> method.matcher(source).find());
    }

    private static boolean isBeforeThisOne(Path module) {
        return !module.endsWith("ocs-server");
    }

    /** The text of the test classes of these modules, by their names; there may be several of one name. */
    private static Map<String, List<String>> testSources(Predicate<Path> which) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> folders = modules.filter(which)
                    .map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            return folders.stream()
                    .flatMap(ConformanceTest::files)
                    .filter(file -> file.getFileName().toString().endsWith("Test.java"))
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", ""),
                            Collectors.mapping(ConformanceTest::text, Collectors.toList())));
        }
    }

    /**
     * In a build of everything the modules before this one have left their reports: each named test of theirs must be in there, and must not have failed.
     * One that was skipped, because this machine lacks something, is told. A build of chosen tests says nothing about the others.
     */
    @Test
    void everyNamedTestOfTheModulesBeforeThisOneRan() throws IOException {
        if (System.getProperty("test") != null) {
            System.out.println(
                    "notice: only chosen tests run: whether the tests of docs/CONFORMANCE.md ran is not looked at");
            return;
        }
        Map<String, List<String>> sources = testSources(ConformanceTest::isBeforeThisOne);
        Map<String, List<String>> reports = reports();
        for (Row row : rows()) {
            for (Matcher reference : row.references()) {
                List<String> ofClass = reports.getOrDefault(reference.group(1), List.of());
                if (ofClass.isEmpty() || !isIn(sources, reference)) {
                    continue; // of a module that is not built, or of this one, whatever another has of that name
                }
                Result result = result(ofClass, reference.group(2));
                assertThat(result)
                        .as(
                                "%s of row %s, %s, in the last reports of its module (built with -am?)",
                                reference.group(), row.section(), row.what())
                        .isIn(Result.RAN, Result.SKIPPED);
                if (result == Result.SKIPPED) {
                    System.out.println("notice: " + reference.group() + " of docs/CONFORMANCE.md was skipped");
                }
            }
        }
    }

    @Test
    void aReportTellsWhatRan() {
        String report =
                """
                <testcase name="ran" classname="a" time="1"/>
                <testcase name="many(int)[1]" classname="a" time="1"/>
                <testcase name="many(int)[2]" classname="a" time="1">
                  <failure message="no"/>
                </testcase>
                <testcase name="skipped" classname="a" time="1">
                  <skipped message="recorded traffic is absent"/>
                </testcase>
                """;
        assertThat(result(List.of(report), "ran")).isEqualTo(Result.RAN);
        assertThat(result(List.of("", report), "many")).isEqualTo(Result.FAILED);
        assertThat(result(List.of(report), "skipped")).isEqualTo(Result.SKIPPED);
        assertThat(result(List.of(report), "ra"))
                .isEqualTo(Result.SKIPPED); // a source of parameters that lacks something leaves no trace
        assertThat(result(List.of("<testcase name=\"ran\" classname=\"a\"/>"), "ra"))
                .isEqualTo(Result.ABSENT);
        assertThat(className(Path.of("target/TEST-io.ocs.diameter.peer.TlsTest.xml")))
                .isEqualTo("TlsTest");
    }

    private enum Result {
        RAN,
        SKIPPED,
        FAILED,
        ABSENT
    }

    /** The reports of the modules before this one, by the simple name of the class; there may be several of one name. */
    private static Map<String, List<String>> reports() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> folders = modules.filter(ConformanceTest::isBeforeThisOne)
                    .map(module -> module.resolve("target/surefire-reports"))
                    .filter(Files::isDirectory)
                    .toList();
            return folders.stream()
                    .flatMap(ConformanceTest::files)
                    .filter(file -> file.getFileName().toString().matches("TEST-.*Test\\.xml"))
                    .collect(Collectors.groupingBy(
                            ConformanceTest::className,
                            Collectors.mapping(ConformanceTest::text, Collectors.toList())));
        }
    }

    private static String className(Path report) {
        String whole = report.getFileName().toString().replaceFirst("\\.xml$", "");
        return whole.substring(whole.lastIndexOf('.') + 1);
    }

    /** What became of all cases of a method, in whichever of the classes has it; skipped, if it left no trace beside others that were skipped. */
    private static Result result(List<String> reports, String method) {
        Pattern testCase =
                Pattern.compile("<testcase name=\"" + method + "[\"({\\[][^>]*?(/>|>(.*?)</testcase>)", Pattern.DOTALL);
        Result worst = Result.ABSENT;
        for (String report : reports) {
            for (MatchResult found : testCase.matcher(report).results().toList()) {
                String body = found.group(2) == null ? "" : found.group(2);
                if (body.contains("<failure") || body.contains("<error")) {
                    return Result.FAILED;
                }
                worst = body.contains("<skipped") ? Result.SKIPPED : worst == Result.SKIPPED ? worst : Result.RAN;
            }
        }
        if (worst == Result.ABSENT && reports.stream().anyMatch(report -> report.contains("<skipped"))) {
            worst = Result.SKIPPED;
        }
        return worst;
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + folder, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
