package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.cdr.CdrProgress;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.state.LifeCycle;
import io.ocs.server.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: with three shards everything is as with one; an account has one of them, whoever of its members asks on whatever connection. */
@ExtendWith(SharedDatabase.class)
class ShardsTest {
    private static final long KIB = 1024;
    private static final long ALLOWANCE = 20 * KIB * KIB * KIB;
    private static final String HOST = "pgw.example.com";

    private final long seed = Seeds.seed();

    @TempDir
    Path data;

    @Test
    void manySubscribersAreChargedByThreeShards(SharedDatabase.Server database) throws Exception {
        chargeManySubscribers(database.newDatabase(), "shard-threads=own");
    }

    @Test
    void orByThreeShardsOnTwoEventLoops(SharedDatabase.Server database) throws Exception {
        chargeManySubscribers(database.newDatabase(), "shard-threads=event-loops");
    }

    private void chargeManySubscribers(String url, String threads) throws Exception {
        System.out.println("ShardsTest: seed " + seed);
        List<LoadClient> clients;
        try (ServerUnderTest server =
                ServerUnderTest.start(data, "shards=3", "diameter.event-loops=2", threads, "database.url=" + url)) {
            List<String> numbers = server.createPrepaid("100.00EUR", 491700400000L, 60);
            clients = LoadClient.of(numbers, 20, new SplittableRandom(seed));
            for (LoadClient client : clients) {
                client.start(server.diameter());
            }
            ServerUnderTest.await("load", () -> clients.stream().allMatch(client -> client.answers() > 300));
            for (LoadClient client : clients) {
                client.stop();
                client.await();
                client.comeBack(server.diameter());
            }
            assertThat(numbers.stream()
                            .map(number -> server.subscriber(number).shard())
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(0, 1, 2);
            assertCharged(server, clients, url);
        }
        assertOtherCountIsRefused(url);
        try (ServerUnderTest server = ServerUnderTest.start(data, "database.url=" + url)) {
            assertThat(server.server().cdrProgress().stream()
                            .map(CdrProgress::shard)
                            .distinct()
                            .count())
                    .isEqualTo(3);
            for (LoadClient client : clients) {
                client.comeBack(server.diameter());
                client.finish(server.diameter());
            }
            assertCharged(server, clients, url);
        }
    }

    private static void assertCharged(ServerUnderTest server, List<LoadClient> clients, String url) throws Exception {
        Map<ChargeLedger.Key, Long> told = new HashMap<>();
        for (LoadClient client : clients) {
            for (DataSession session : client.sessions()) {
                SubscriberView view = server.subscriber(session.number);
                assertThat(ServerUnderTest.chargedMicros(view)).isEqualTo(session.chargedMicros());
                assertThat(view.openSessions()).isEqualTo(session.isOpen() ? 1 : 0);
                told.putAll(session.charges());
            }
        }
        ChargeLedger.assertHeld(told, server, url);
    }

    private void assertOtherCountIsRefused(String url) {
        assertThatThrownBy(() -> ServerUnderTest.start(data, "shards=2", "database.url=" + url))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("shards 3, not 2");
    }

    @Test
    void aFamilySharesOneAccountInOneShard(SharedDatabase.Server database) throws Exception {
        try (ServerUnderTest server =
                ServerUnderTest.start(data, "shards=3", "database.url=" + database.newDatabase())) {
            List<String> family = createFamily(server, 9);
            SubscriberView first = server.subscriber(family.get(0));
            assertThat(family).allSatisfy(number -> {
                SubscriberView member = server.subscriber(number);
                assertThat(member.accountId()).isEqualTo(first.accountId());
                assertThat(member.shard()).isEqualTo(first.shard());
            });
            long kibibytes = useInParallel(server, family);
            SubscriberView.Bucket bucket = allowance(server.subscriber(family.get(8)));
            assertThat(bucket.balance()).isEqualTo(ALLOWANCE - kibibytes * KIB);
            assertThat(bucket.reserved()).isZero();
            assertThat(ServerUnderTest.chargedMicros(first)).isZero();
            assertIdentityIsTaken(server, family.get(4));
        }
    }

    /** The first one has the account, the others join it; their numbers hash to all shards. */
    private static List<String> createFamily(ServerUnderTest server, int members) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            String number = Long.toString(491700500000L + i);
            SubscriptionId head = i == 0 ? null : SubscriptionId.e164(numbers.get(0));
            Money balance = i == 0 ? Money.parse("50.00EUR") : null;
            server.execute(new CreateSubscriber(
                    List.of(SubscriptionId.e164(number)),
                    server.terms("family"),
                    head,
                    balance,
                    List.of(),
                    i == 0,
                    LifeCycle.ACTIVE));
            numbers.add(number);
        }
        return numbers;
    }

    /** Every member has a session open at the same time, and some requests are sent twice. @return started kibibytes of all sessions */
    private long useInParallel(ServerUnderTest server, List<String> family) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        long kibibytes = 0;
        Map<String, Long> octets = new HashMap<>();
        try (GyConnection connection = server.connect(HOST)) {
            for (int request = 0; request < 5; request++) {
                for (String number : family) {
                    long used = request == 0 ? -1 : random.nextLong(1, 1_000_000);
                    int type =
                            request == 0 ? GyRequest.INITIAL : request == 4 ? GyRequest.TERMINATION : GyRequest.UPDATE;
                    ask(connection, random, number, type, request, used);
                    octets.merge(number, Math.max(0, used), Long::sum);
                }
            }
        }
        for (long used : octets.values()) {
            kibibytes += (used + KIB - 1) / KIB;
        }
        return kibibytes;
    }

    private void ask(GyConnection connection, SplittableRandom random, String number, int type, int request, long used)
            throws IOException {
        byte[] mscc = GyRequest.service(1, type == GyRequest.TERMINATION ? -1 : 1_000_000, used);
        byte[] body = GyRequest.data(HOST, HOST + ";family;" + number, type, request, number, mscc);
        int endToEnd = connection.nextIdentifier();
        DiameterMessage answer = connection.ask(body, false, endToEnd);
        assertThat(answer.resultCode()).as("seed %d, %s", seed, number).isEqualTo(2001);
        assertThat(answer.number(456, 268)).isEqualTo(2001);
        if (random.nextInt(3) == 0) {
            assertThat(connection.ask(body, true, endToEnd).body()).isEqualTo(answer.body());
        }
    }

    private static SubscriberView.Bucket allowance(SubscriberView view) {
        return view.buckets().stream()
                .filter(bucket -> bucket.kind() == UnitKind.TOTAL_OCTETS)
                .findFirst()
                .orElseThrow();
    }

    /** Whatever shard a new account would go to. */
    private static void assertIdentityIsTaken(ServerUnderTest server, String taken) {
        for (int i = 0; i < 6; i++) {
            SubscriptionId own = SubscriptionId.e164(Long.toString(491700600000L + i));
            CommandResult result = server.server()
                    .administration()
                    .execute(
                            "taken" + i,
                            new CreateSubscriber(
                                    List.of(own, SubscriptionId.e164(taken)),
                                    server.terms("prepaid-data"),
                                    null,
                                    Money.parse("1.00EUR"),
                                    List.of(),
                                    true,
                                    LifeCycle.ACTIVE))
                    .join();
            assertThat(result.status()).isEqualTo(CommandResult.Status.IDENTITY_TAKEN);
        }
    }
}
