package io.ocs.server.config;

import static io.ocs.server.config.ValueReader.bool;
import static io.ocs.server.config.ValueReader.duration;
import static io.ocs.server.config.ValueReader.integer;
import static io.ocs.server.config.ValueReader.listOf;
import static io.ocs.server.config.ValueReader.matching;
import static io.ocs.server.config.ValueReader.oneOf;
import static io.ocs.server.config.ValueReader.orAuto;
import static io.ocs.server.config.ValueReader.scalar;
import static io.ocs.server.config.ValueReader.size;
import static io.ocs.server.config.ValueReader.text;
import static io.ocs.server.config.ValueReader.thousandths;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.ocs.core.RedirectServer;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.RatingVersions.RunningSessions;
import io.ocs.core.charging.UsageBound;
import io.ocs.core.state.LifeCycle;
import io.ocs.server.alarm.WebhookSecret;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every key with its type, range and default. {@code config/ocs.yaml} explains them; a test keeps the two together. */
final class ConfigKeys {
    private static final Map<String, ConfigKey<?>> ALL = new LinkedHashMap<>();
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final ValueReader<HostPort> HOST_PORT =
            scalar(HostPort::parse, "an address like 127.0.0.1:3868 is wanted");
    /** The port of Diameter over TLS (RFC 6733 §11.4). */
    private static final int TLS_PORT = 5868;

    private static final ValueReader<HostPort> TLS_HOST_PORT =
            scalar(text -> HostPort.parse(text, TLS_PORT), "an address like 127.0.0.1:5868 or 127.0.0.1 is wanted");
    private static final ValueReader<Network> NETWORK = scalar(Network::parse, "a network like 10.0.0.0/8 is wanted");
    static final ValueReader<String> DIAMETER_IDENTITY = matching(
            "(?=.{1,255}$)[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?)*",
            "a host name like ocs.example.com is wanted");

    static final ConfigKey<String> NODE =
            key("node", matching("[A-Za-z0-9]{1,32}", "1 to 32 letters and digits are wanted"), "ocs1");
    static final ConfigKey<String> DATA_DIR = key("data-dir", text(), "data");

    static final ConfigKey<List<HostPort>> DIAMETER_LISTEN =
            key("diameter.listen", listOf(HOST_PORT), "127.0.0.1:3868");
    static final ConfigKey<List<HostPort>> DIAMETER_TLS_LISTEN = key("diameter.tls.listen", listOf(TLS_HOST_PORT), "");
    static final ConfigKey<List<HostPort>> DIAMETER_SCTP_LISTEN = key("diameter.sctp.listen", listOf(HOST_PORT), "");
    static final ConfigKey<String> DIAMETER_TLS_CERTIFICATE = key("diameter.tls.certificate", text(), null);
    static final ConfigKey<String> DIAMETER_TLS_KEY = key("diameter.tls.key", text(), null);
    static final ConfigKey<String> DIAMETER_TLS_TRUST = key("diameter.tls.trust", text(), null);
    static final ConfigKey<String> DIAMETER_ORIGIN_HOST =
            key("diameter.origin-host", DIAMETER_IDENTITY, "ocs.example.com");
    static final ConfigKey<String> DIAMETER_REALM = key("diameter.realm", DIAMETER_IDENTITY, "example.com");
    static final ConfigKey<Boolean> DIAMETER_ACCEPT_UNKNOWN = key("diameter.accept-unknown-peers", bool(), null);
    static final ConfigKey<List<PeerSettings>> DIAMETER_PEERS = key("diameter.peers", listOf(PeerSettings::read), "");
    static final ConfigKey<List<ProfileSettings>> DIAMETER_PROFILES =
            key("diameter.profiles", listOf(ProfileSettings::read), "");
    static final ConfigKey<Duration> DIAMETER_WATCHDOG =
            key("diameter.watchdog-interval", duration(ofSeconds(6), ofMinutes(5)), "30s");
    static final ConfigKey<Duration> DIAMETER_MESSAGE_TIME_MAX =
            key("diameter.message-time-max", duration(ofSeconds(1), ofMinutes(1)), "10s");
    static final ConfigKey<Long> DIAMETER_MESSAGE_MAX =
            key("diameter.message-length-max", size(4 * KIB, 16 * MIB - 1), "64KiB");
    static final ConfigKey<Integer> DIAMETER_PEER_CONNECTIONS_MAX =
            key("diameter.connections-max", integer(1, 10_000), null);
    static final ConfigKey<Integer> DIAMETER_CONNECTIONS_TOTAL_MAX =
            key("diameter.connections-total-max", integer(16, 65_536), "4096");
    static final ConfigKey<Integer> DIAMETER_EVENT_LOOPS =
            key("diameter.event-loops", orAuto(automaticEventLoops(), integer(1, 64)), "auto");
    static final ConfigKey<Duration> DIAMETER_REQUESTS_TIMEOUT =
            key("diameter.requests.timeout", duration(ofMillis(50), ofMinutes(1)), "5s");
    static final ConfigKey<Integer> DIAMETER_REQUESTS_ATTEMPTS = key("diameter.requests.attempts", integer(1, 10), "3");
    static final ConfigKey<Integer> DIAMETER_REQUESTS_PER_SECOND =
            key("diameter.requests.per-second", integer(1, 1_000_000), "500");
    static final ConfigKey<List<Network>> LAB_NETWORKS = key("lab.networks", listOf(NETWORK), "127.0.0.0/8, ::1/128");

    static final ConfigKey<HostPort> HTTP_LISTEN = key("http.listen", HOST_PORT, "127.0.0.1:8080");
    static final ConfigKey<Long> HTTP_BODY_MAX = key("http.body-max", size(64 * KIB, GIB), "16MiB");
    static final ConfigKey<String> HTTP_TOKENS = key("http.tokens", text(), null);
    static final ConfigKey<String> HTTP_TLS_CERTIFICATE = key("http.tls.certificate", text(), null);
    static final ConfigKey<String> HTTP_TLS_KEY = key("http.tls.key", text(), null);

    static final ConfigKey<URI> ALARMS_WEBHOOK_URL = key(
            "alarms.webhook.url",
            scalar(ConfigKeys::webhookUrl, "a URL like https://hooks.example.com/ocs is wanted"),
            null);
    static final ConfigKey<WebhookSecret> ALARMS_WEBHOOK_SECRET =
            key("alarms.webhook.secret", scalar(WebhookSecret::parse, "a secret like whsec_… is wanted"), null);

    static final ConfigKey<URI> NOTIFICATIONS_WEBHOOK_URL = key(
            "notifications.webhook.url",
            scalar(ConfigKeys::webhookUrl, "a URL like https://hooks.example.com/ocs is wanted"),
            null);
    static final ConfigKey<WebhookSecret> NOTIFICATIONS_WEBHOOK_SECRET =
            key("notifications.webhook.secret", scalar(WebhookSecret::parse, "a secret like whsec_… is wanted"), null);
    static final ConfigKey<String> NOTIFICATIONS_DIRECTORY = key("notifications.directory", text(), null);

    static final ConfigKey<Integer> SHARDS = key("shards", orAuto(0, integer(1, 64)), "auto");
    static final ConfigKey<ChargingSettings.ShardThreads> SHARD_THREADS =
            key("shard-threads", oneOf(ChargingSettings.ShardThreads.class), "own");
    static final ConfigKey<Integer> ACCOUNTS_CAPACITY = key("accounts.capacity", integer(1_000, 200_000_000), "100000");
    static final ConfigKey<Long> ACCOUNTS_LOW_BALANCE = key("accounts.low-balance", ProfileSettings.MONEY, "0");
    static final ConfigKey<Integer> SESSIONS_CAPACITY = key("sessions.capacity", integer(1_000, 200_000_000), "50000");
    static final ConfigKey<Integer> QUEUE_CAPACITY = key("queue.capacity", integer(64, 1 << 20), "2048");
    static final ConfigKey<Duration> QUEUE_WAIT_MAX =
            key("queue.wait-max", duration(ofMillis(10), ofSeconds(30)), "1s");
    static final ConfigKey<Duration> DUPLICATES_WINDOW =
            key("duplicates.window", duration(ofMinutes(10), ofDays(7)), "24h");
    static final ConfigKey<Duration> DUPLICATES_SESSION_WINDOW =
            key("duplicates.session-window", duration(ofSeconds(10), ofDays(1)), "10min");
    static final ConfigKey<Integer> TCC_FACTOR = key("tcc.factor", thousandths(1_100, 100_000), "2");
    static final ConfigKey<Duration> TIME_SKEW_MAX = key("time.skew-max", duration(ofSeconds(1), ofDays(1)), "5min");

    /** The keys of one state. */
    record StageKeys(ConfigKey<LifeCyclePolicy.Answer> answer, ConfigKey<Duration> lasts, ConfigKey<LifeCycle> then) {}

    static final Map<LifeCycle, StageKeys> LIFE_CYCLE = stages();
    static final ConfigKey<RedirectServer> LIFE_CYCLE_REDIRECT_TO = key(
            "life-cycle.redirect-to",
            scalar(RedirectServer::parse, "a URL like https://portal.example.com/pay is wanted"),
            null);

    static final ConfigKey<Integer> USAGE_GRANT_FACTOR = key("usage.grant-factor", thousandths(0, 1_000_000), "1");
    static final ConfigKey<Duration> USAGE_TIME_TOLERANCE =
            key("usage.time-tolerance", duration(ofSeconds(0), ofDays(1)), null);
    static final ConfigKey<UsageBound.Charge> USAGE_IMPLAUSIBLE =
            key("usage.implausible", oneOf(UsageBound.Charge.class), "bound");

    static final ConfigKey<JournalSettings.Sync> JOURNAL_SYNC =
            key("journal.sync", oneOf(JournalSettings.Sync.class), "batch");
    static final ConfigKey<Duration> JOURNAL_SYNC_INTERVAL =
            key("journal.sync-interval", duration(ofMillis(1), ofSeconds(10)), "10ms");
    static final ConfigKey<Long> JOURNAL_SEGMENT_SIZE = key("journal.segment-size", size(MIB, GIB), "64MiB");
    static final ConfigKey<String> JOURNAL_ARCHIVE = key("journal.archive", text(), null);
    static final ConfigKey<Duration> SNAPSHOT_INTERVAL =
            key("snapshot.interval", duration(ofSeconds(1), ofDays(1)), "10min");
    static final ConfigKey<Long> SNAPSHOT_JOURNAL_MAX = key("snapshot.journal-max", size(MIB, 1024 * GIB), "1GiB");
    static final ConfigKey<Integer> SNAPSHOT_KEEP = key("snapshot.keep", integer(2, 100), "2");

    static final ConfigKey<String> CATALOG_DIRECTORY = key("catalog.directory", text(), "config/catalog");
    static final ConfigKey<RunningSessions> CATALOG_RUNNING_SESSIONS =
            key("catalog.running-sessions", oneOf(RunningSessions.class), "next-update");

    static final ConfigKey<String> CDR_DIRECTORY = key("cdr.directory", text(), null);
    static final ConfigKey<List<CdrSettings.Format>> CDR_FORMATS =
            key("cdr.formats", listOf(oneOf(CdrSettings.Format.class)), "csv, jsonl");
    static final ConfigKey<Duration> CDR_RETENTION = key("cdr.retention", duration(ofMinutes(1), ofDays(3_650)), "90d");
    static final ConfigKey<Long> CDR_ROTATE_SIZE = key("cdr.rotate-size", size(64 * KIB, 4 * GIB), "64MiB");
    static final ConfigKey<Duration> CDR_ROTATE_AGE = key("cdr.rotate-age", duration(ofSeconds(1), ofDays(1)), "1min");
    static final ConfigKey<Integer> CDR_ROTATE_COUNT = key("cdr.rotate-count", integer(1, 100_000_000), "100000");
    static final ConfigKey<Duration> CDR_LAG_MAX = key("cdr.lag-max", duration(ofMillis(0), ofMinutes(10)), "30s");

    static final ConfigKey<String> DATABASE_URL = key(
            "database.url",
            matching(
                    "jdbc:postgresql:.+|" + DatabaseSettings.NONE,
                    "a URL like jdbc:postgresql://db:5432/ocs is wanted, or none"),
            null);
    static final ConfigKey<String> DATABASE_USER = key("database.user", text(), null);
    static final ConfigKey<String> DATABASE_PASSWORD = key("database.password", text(), null);

    static final ConfigKey<StopSettings.Disconnect> STOP_DISCONNECT =
            key("stop.disconnect", oneOf(StopSettings.Disconnect.class), "first");
    static final ConfigKey<Duration> STOP_WAIT_MAX = key("stop.wait-max", duration(ofMillis(100), ofDays(1)), "10s");

    private ConfigKeys() {}

    static Iterable<String> names() {
        return ALL.keySet();
    }

    static Iterable<ConfigKey<?>> all() {
        return ALL.values();
    }

    static boolean contains(String name) {
        return ALL.containsKey(name);
    }

    private static Map<LifeCycle, StageKeys> stages() {
        Map<LifeCycle, StageKeys> stages = new EnumMap<>(LifeCycle.class);
        for (LifeCycle state : LifeCycle.values()) {
            if (state != LifeCycle.RECYCLED) {
                String name =
                        "life-cycle." + state.name().toLowerCase(Locale.ROOT).replace('_', '-');
                String answer = LifeCyclePolicy.defaults().answer(state).name();
                stages.put(
                        state,
                        new StageKeys(
                                key(
                                        name + ".answer",
                                        oneOf(LifeCyclePolicy.Answer.class),
                                        answer.toLowerCase(Locale.ROOT).replace('_', '-')),
                                key(name + ".lasts", duration(ofSeconds(1), ofDays(3_650)), null),
                                key(name + ".then", oneOf(LifeCycle.class), null)));
            }
        }
        return stages;
    }

    private static <T> ConfigKey<T> key(String name, ValueReader<T> reader, String defaultText) {
        ConfigKey<T> key = new ConfigKey<>(name, reader, defaultText);
        ALL.put(name, key);
        return key;
    }

    private static URI webhookUrl(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException("a URL like https://hooks.example.com/ocs is wanted");
        }
        return url;
    }

    /** One event loop serves well over 100,000 messages a second; the shards need the other cores. */
    private static int automaticEventLoops() {
        return Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 4));
    }
}
