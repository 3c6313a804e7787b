package io.ocs.server.bench;

import io.ocs.balance.journal.DataFolder;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.state.LifeCycle;
import io.ocs.server.StartException;
import io.ocs.server.assembly.OcsServer;
import io.ocs.server.config.ConfigLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long a server takes to be ready again after it was killed. A main class, no test: {@code RecoveryBench SUBSCRIBERS FOLDER [SETTING…]}, settings
 * as for {@code --set}. A process provisions the subscribers, waits for snapshots of all of them and halts without a clean stop; another
 * starts on the same folder, which is deleted at the end. Both say what they do in the log; the figures are {@code ready}, and in the log
 * {@code snapshot-loaded} and {@code journal-replayed}.
 */
public final class RecoveryBench {

    private static final int UNDER_WAY_MAX = 1_000;
    private static final long FIRST = 491_700_000_000L;
    private static final int INTERVAL_S = 5;
    private static final int KILLED = 137;

    private RecoveryBench() {}

    public static void main(String[] args) throws Exception {
        int subscribers = Integer.parseInt(args[0]);
        Path folder = Path.of(args[1]).toAbsolutePath();
        switch (System.getProperty("step", "all")) {
            case "provision" -> provision(start(args, folder), subscribers, folder);
            case "recover" -> {
                System.out.println(start(args, folder).ready().text());
                Runtime.getRuntime().halt(0);
            }
            default -> {
                run(args, "provision", KILLED);
                run(args, "recover", 0);
                delete(folder);
            }
        }
    }

    private static OcsServer start(String[] args, Path folder) throws StartException {
        List<String> settings = new ArrayList<>(List.of(
                "diameter.listen=127.0.0.1:0",
                "http.listen=127.0.0.1:0",
                "accounts.capacity=" + Math.max(1_000, Integer.parseInt(args[0])),
                "database.url=jdbc:postgresql://127.0.0.1:1/none", // an embedded one would outlive the kill
                "snapshot.journal-max=64GiB",
                "snapshot.interval=" + INTERVAL_S + "s"));
        settings.addAll(List.of(args).subList(2, args.length));
        Path home = Path.of(System.getProperty("ocs.home"));
        return OcsServer.start(new ConfigLoader(home, home).load(null, folder, settings));
    }

    private static void provision(OcsServer server, int subscribers, Path folder) throws Exception {
        OfferTerms terms = new OfferTerms("prepaid-data", 978, 0, List.of());
        Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
        for (int i = 0; i < subscribers; i++) {
            underWay.acquire();
            CreateSubscriber command = new CreateSubscriber(
                    List.of(SubscriptionId.e164(Long.toString(FIRST + i))),
                    terms,
                    null,
                    Money.parse("10.00EUR"),
                    List.of(),
                    true,
                    LifeCycle.ACTIVE);
            CompletableFuture<Void> done = server.administration()
                    .execute("p" + i, command)
                    .thenAccept(result -> {
                        if (!result.isDone()) {
                            System.out.println("refused: " + result);
                            Runtime.getRuntime().halt(1);
                        }
                        underWay.release();
                    });
            if (done.isCompletedExceptionally()) {
                done.join(); // throws why
            }
        }
        underWay.acquire(UNDER_WAY_MAX);
        awaitSnapshots(folder);
        Runtime.getRuntime().halt(KILLED);
    }

    /** Waits until there is nothing left to take a snapshot of: no new ones and none being written for two intervals. */
    private static void awaitSnapshots(Path folder) throws Exception {
        int shards = DataFolder.shardsOf(folder).orElseThrow();
        for (int shard = 0; shard < shards; shard++) {
            Path snapshots = folder.resolve("shard-" + shard).resolve("snapshots");
            Set<Path> before = Set.of();
            for (Set<Path> now = files(snapshots); !now.equals(before) || isUnfinished(now); now = files(snapshots)) {
                before = now;
                TimeUnit.SECONDS.sleep(2L * INTERVAL_S);
            }
        }
    }

    /** A large one takes longer than the interval. */
    private static boolean isUnfinished(Set<Path> files) {
        return files.isEmpty()
                || files.stream().anyMatch(file -> file.toString().endsWith(".tmp"));
    }

    private static Set<Path> files(Path snapshots) throws IOException {
        try (Stream<Path> files = Files.list(snapshots)) {
            return files.collect(Collectors.toSet());
        }
    }

    private static void run(String[] args, String step, int exitCode) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Dstep=" + step, "-cp", System.getProperty("java.class.path")));
        command.add(RecoveryBench.class.getName());
        command.addAll(List.of(args));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != exitCode) {
            throw new IllegalStateException("step " + step + " ended with " + code);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
