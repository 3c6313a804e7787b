package io.ocs.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ocs.server.config.OcsConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The line that says that a server serves, and how.
 *
 * @param diameter the addresses really taken, without TLS
 * @param tls those with TLS
 * @param sctp those over SCTP
 * @param shards the count of the data folder
 * @param startUp from the start of the process
 */
public record ReadyReport(
        OcsConfig config,
        List<InetSocketAddress> diameter,
        List<InetSocketAddress> tls,
        List<InetSocketAddress> sctp,
        InetSocketAddress http,
        int shards,
        Duration startUp) {

    public ReadyReport {
        diameter = List.copyOf(diameter);
        tls = List.copyOf(tls);
        sctp = List.copyOf(sctp);
    }

    /** {@code ready diameter=127.0.0.1:3868 http=127.0.0.1:8080 admin=without-token journal.sync=batch lab=127.0.0.0/8 shards=1 data=… (started in 1.9 s)}. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "ready diameter=%s%s%s http=%s admin=%s journal.sync=%s lab=%s shards=%d data=%s (started in %.1f s)",
                text(diameter),
                tls.isEmpty() ? "" : " tls=" + text(tls),
                sctp.isEmpty() ? "" : " sctp=" + text(sctp),
                text(http),
                adminText(),
                config.journal().sync().label(),
                labText(),
                shards,
                config.dataDir(),
                startUp.toMillis() / 1_000.0);
    }

    /** The same for programs. */
    public String json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", "ready")
                .put("diameter", text(diameter))
                .put("tls", text(tls))
                .put("sctp", text(sctp))
                .put("http", text(http))
                .put("admin", adminText())
                .put("journalSync", config.journal().sync().label())
                .put("lab", labText())
                .put("shards", shards)
                .put("data", config.dataDir().toString())
                .put("startUpMs", startUp.toMillis())
                .toString();
    }

    private static String text(List<InetSocketAddress> addresses) {
        return addresses.stream().map(ReadyReport::text).collect(Collectors.joining(","));
    }

    /** Whether who administrates must show a token, and does so over TLS. */
    private String adminText() {
        String tokens = config.http().tokens().isPresent() ? "tokens" : "without-token";
        return config.http().tls().isPresent() ? tokens + ",tls" : tokens;
    }

    private String labText() {
        return config.diameter().acceptUnknownPeers()
                ? config.diameter().labNetworks().stream().map(Object::toString).collect(Collectors.joining(","))
                : "off";
    }

    private static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
