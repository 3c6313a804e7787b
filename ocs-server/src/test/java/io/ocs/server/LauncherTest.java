package io.ocs.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script in a folder of its own, with JDKs and a Maven that only say how they were called. */
class LauncherTest {
    private static final Path ROOT = Path.of(System.getProperty("ocs.root"));
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    private Path home;
    private Path bin;

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectories(folder.resolve("a home"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(ROOT.resolve("ocs"), home.resolve("ocs"));
        Files.createDirectories(home.resolve("ocs-server/target/lib"));
        Files.createFile(home.resolve("ocs-server/target/ocs-server-1.jar"));
        environment.put("OCS_JAVA", jdk("25.0.1").toString());
    }

    @Test
    void isValidBash() throws Exception {
        assertThat(run(List.of("bash", "-n", home.resolve("ocs").toString()))).isEqualTo(new Ended(0, "", ""));
    }

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "shellcheck is not installed");
        assertThat(run(List.of("/usr/bin/shellcheck", home.resolve("ocs").toString())))
                .isEqualTo(new Ended(0, "", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.15, jdk17",
        "21, jdk17",
        "22.0.1, jdk17",
        "23, jdk23",
        "24.0.2, jdk23",
        "25.0.3, jdk25",
        "27, jdk25"
    })
    void theFlagFileFitsTheJdk(String version, String file) throws Exception {
        environment.put("OCS_JAVA", jdk(version).toString());

        assertThat(ocs("run").out()).contains("[@" + home + "/config/jvm/" + file + ".args]");
    }

    @Test
    void becomesJavaWithTheArgumentsAsTheyAre() throws Exception {
        Ended ended = ocs("run", "--set", "node=a b", "");

        assertThat(ended.exit()).isEqualTo(7);
        assertThat(ended.out())
                .contains("[-Xmx1g]", "[-XX:+UseParallelGC]", "[-Docs.home=" + home + "]")
                .contains("[" + home + "/ocs-server/target/ocs-server-1.jar:" + home + "/ocs-server/target/lib/*]")
                .endsWith("[io.ocs.server.Main][run][--set][node=a b][]\n");
    }

    @Test
    void commandsThatAskAServerAreLight() throws Exception {
        assertThat(ocs("balance", "491700000000").out())
                .contains("[-XX:+UseSerialGC]", "[-XX:TieredStopAtLevel=1]")
                .doesNotContain("[-Xms256m]");
    }

    @Test
    void ownOptionsWin() throws Exception {
        environment.put("OCS_OPTS", "-Xmx4g -XX:+UseZGC");

        String out = ocs("run").out();
        assertThat(out.indexOf("[-Xmx4g]")).isGreaterThan(out.indexOf("[-Xmx1g]"));
        assertThat(out).contains("[-XX:+UseZGC]").doesNotContain("UseParallelGC");
    }

    @Test
    void javaHomeComesFirstIfItIsNewEnough() throws Exception {
        environment.remove("OCS_JAVA");
        environment.put("JAVA_HOME", jdk("19.0.1").toString());
        assertThat(ocs("run").out()).contains("java of 19.0.1");

        environment.put("JAVA_HOME", jdk("11.0.1").toString());
        assertThat(ocs("run").out()).doesNotContain("java of 11.0.1");
    }

    @Test
    void anOldJdkIsRefused() throws Exception {
        environment.put("OCS_JAVA", jdk("11.0.2").toString());

        Ended ended = ocs("run");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("is no JDK of version 17 or later");
    }

    @Test
    void withoutSourcesNothingIsBuilt() throws Exception {
        Files.delete(home.resolve("ocs-server/target/ocs-server-1.jar"));

        Ended ended = ocs("run");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("nothing is built in", "no sources to build");
    }

    @Test
    void sourcesAreBuiltWhenTheyAreNewerAndOnlyThen() throws Exception {
        maven("echo '[INFO] Building ocs-core 1'; exit 0");
        Path source = home.resolve("ocs-core/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        Files.createFile(home.resolve("pom.xml"));

        assertThat(ocs("run").err()).contains("building with JDK 25", "building ocs-core", "built in");
        assertThat(ocs("run").err()).isEmpty();

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(ocs("run").err()).contains("building with JDK 25");
    }

    @Test
    void aFailedBuildIsNoStart() throws Exception {
        maven("echo '[ERROR] it broke'; exit 1");
        Files.createFile(home.resolve("pom.xml"));

        Ended ended = ocs("run");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("[ERROR] it broke", "the build failed");
    }

    private void maven(String script) throws IOException {
        executable(bin.resolve("mvn"), script);
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
    }

    private Path jdk(String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve("jdk-" + version));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Files.createDirectories(jdk.resolve("bin"));
        executable(jdk.resolve("bin/javac"), "exit 0");
        executable(jdk.resolve("bin/java"), "echo 'java of " + version + "'; printf '[%s]' \"$@\"; echo; exit 7");
        return jdk;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ended ocs(String... words) throws IOException, InterruptedException {
        List<String> command =
                new java.util.ArrayList<>(List.of(home.resolve("ocs").toString()));
        command.addAll(List.of(words));
        return run(command);
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "OCS_JAVA", "OCS_OPTS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
