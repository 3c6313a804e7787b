package io.ocs.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that a bench can start: by which command, and what it must be told before it can take load.
 *
 * @param name in the table
 * @param folder the folder that the commands run in
 * @param check compares the books in the data folder of the server when it has ended; empty: it has none
 */
record Contender(String name, Path folder, Command command, Preparation preparation, Optional<Command> check) {
    private static final Duration READY_MAX = Duration.ofMinutes(3);
    private static final Duration CHECK_MAX = Duration.ofMinutes(30);
    private static final String BALANCE = "1000000.00EUR";

    /** The command line for a data folder. */
    interface Command {
        List<String> in(Path data);
    }

    /** Provisioning through the running server. */
    interface Preparation {
        void prepare(AdminClient admin) throws IOException, InterruptedException;
    }

    /** The charging server, by its launcher in {@code home}, with further {@code key=value} settings and the subscribers that the mix wants. */
    static Contender ocs(Path home, List<String> settings, Subscribers subscribers, Mix mix) {
        List<String> all = new ArrayList<>(List.of("diameter.listen=127.0.0.1:0", "http.listen=127.0.0.1:0"));
        all.addAll(settings);
        return new Contender(
                "ocs",
                home,
                data -> words(home, "run", data, all),
                admin -> admin.createSubscribers(subscribers, mix, BALANCE),
                Optional.of(data -> {
                    List<String> words = words(home, "reconcile", data, settings);
                    words.addAll(List.of("--output", "json"));
                    return words;
                }));
    }

    private static List<String> words(Path home, String command, Path data, List<String> settings) {
        List<String> words =
                new ArrayList<>(List.of(home.resolve("ocs").toString(), command, "--data", data.toString()));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words;
    }

    /** {@link NoLogicServer} on this JVM's class path, with this JVM's module flags. */
    static Contender noLogic(int eventLoops) {
        Command command = data -> {
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
                if (flag.startsWith("--")) {
                    words.add(flag);
                }
            }
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), NoLogicServer.class.getName()));
            words.addAll(List.of("0", Integer.toString(eventLoops)));
            return words;
        };
        return new Contender("no-logic", Path.of(""), command, admin -> {}, Optional.empty());
    }

    /** Starts it with its data in {@code data} and prepares it. */
    RunningServer start(Path data) throws IOException, InterruptedException {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        ServerProcess process = ServerProcess.start(command.in(data), folder.toAbsolutePath(), log, READY_MAX);
        RunningServer server = new RunningServer(
                process, new AdminClient(process.address("http")), check.isPresent(), new AtomicLong());
        try {
            preparation.prepare(server.admin());
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Compares the books that the ended server left in {@code data}; empty if this server keeps none. */
    Optional<Books> checkBooks(Path data) throws IOException, InterruptedException {
        if (check.isEmpty()) {
            return Optional.empty();
        }
        Path out = data.resolveSibling(data.getFileName() + ".reconcile.json");
        return Optional.of(Books.check(
                "books of " + data.getFileName(), check.get().in(data), folder.toAbsolutePath(), out, CHECK_MAX));
    }
}
