package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.CdrReport;
import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.SessionView;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.command.SubscriberView.Bucket;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.time.SystemClock;
import io.ocs.rating.catalog.Offer;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.StartException;
import io.ocs.server.assembly.OcsServer;
import io.ocs.server.config.ConfigLoader;
import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server in this process on free ports, small enough to start quickly, with the catalogue that is shipped. */
final class ServerUnderTest implements AutoCloseable {
    static final int EURO = 978;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OcsConfig config;
    private final OcsServer server;

    private ServerUnderTest(OcsConfig config, SystemClock clock) throws StartException {
        this.config = config;
        server = OcsServer.start(config, clock);
    }

    /** Starts on a data folder; {@code settings} as for {@code --set}, over those for small tests. */
    static ServerUnderTest start(Path data, String... settings) throws StartException {
        return start(new SystemClock(), data, settings);
    }

    /** By another clock than that of the machine. */
    static ServerUnderTest start(SystemClock clock, Path data, String... settings) throws StartException {
        return new ServerUnderTest(config(data, settings), clock);
    }

    static OcsConfig config(Path data, String... settings) {
        Path home = Path.of(System.getProperty("ocs.root"));
        return new ConfigLoader(home, home).load(null, data, arguments(settings));
    }

    /** Waiting long is no error here: the machine may be busy with other things. */
    static List<String> arguments(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "diameter.listen=127.0.0.1:0",
                "http.listen=127.0.0.1:0",
                "accounts.capacity=1000",
                "sessions.capacity=10000",
                // ten thousands
                "queue.wait-max=30s",
                "journal.segment-size=1MiB"));
        all.addAll(List.of(settings));
        return all;
    }

    InetSocketAddress diameter() {
        return server.diameterAddresses().get(0);
    }

    InetSocketAddress http() {
        return server.httpAddress();
    }

    OcsServer server() {
        return server;
    }

    GyConnection connect(String originHost) throws IOException {
        return GyConnection.open(diameter(), originHost);
    }

    // --- care

    void execute(AccountCommand command) {
        CommandResult result = server.administration()
                .execute(UUID.randomUUID().toString(), command)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(result.status()).as(result.detail()).isEqualTo(CommandResult.Status.DONE);
    }

    void createPrepaid(String balance, SubscriptionId... identities) {
        create("prepaid-data", balance, identities);
    }

    void create(String offer, String balance, SubscriptionId... identities) {
        execute(new CreateSubscriber(
                List.of(identities), terms(offer), null, Money.parse(balance), List.of(), true, LifeCycle.ACTIVE));
    }

    /** Subscribers of consecutive numbers, each with an account of its own. */
    List<String> createPrepaid(String balance, long firstNumber, int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String number = Long.toString(firstNumber + i);
            createPrepaid(balance, SubscriptionId.e164(number));
            numbers.add(number);
        }
        return numbers;
    }

    OfferTerms terms(String name) {
        Offer offer = TariffCatalog.load(config.catalogDirectory()).offer(name).orElseThrow();
        Instant now = Instant.now();
        List<OpeningBucket> buckets = offer.allowances().stream()
                .map(a -> new OpeningBucket(a.kind(), a.amount(), a.priority(), a.expiresMs(now), a.key()))
                .toList();
        return new OfferTerms(name, EURO, offer.creditLimitMicros(), buckets);
    }

    SubscriberView subscriber(SubscriptionId id) {
        return server.administration()
                .subscriber(id)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .orElseThrow();
    }

    SubscriberView subscriber(String number) {
        return subscriber(SubscriptionId.e164(number));
    }

    List<SessionView> sessions() {
        return server.administration()
                .sessions(null, 10_000)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Money credited minus money there: what this subscriber's account was charged. */
    static long chargedMicros(SubscriberView view) {
        return money(view).stream().mapToLong(b -> b.credited() - b.balance()).sum();
    }

    static long reservedMicros(SubscriberView view) {
        return money(view).stream().mapToLong(Bucket::reserved).sum();
    }

    private static List<Bucket> money(SubscriberView view) {
        return view.buckets().stream().filter(b -> b.kind() == UnitKind.MONEY).toList();
    }

    // --- charging data records

    Path cdrFolder() {
        return config.cdr().directory();
    }

    /** Closes files and commits rows until everything charged so far is in both, then has both verified. */
    void awaitRecords() throws Exception {
        await("records in files and database", () -> {
            server.flushCdrs();
            return server.cdrsDrained();
        });
        CdrReport files = CdrFileVerifier.verify(cdrFolder());
        assertThat(files.problems()).isEmpty();
    }

    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
