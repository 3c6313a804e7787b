package io.ocs.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.cdr.CdrProgress;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.state.LifeCycle;
import io.ocs.diameter.peer.DisconnectCause;
import io.ocs.diameter.peer.PeerStatus;
import io.ocs.server.AdminFixture;
import io.ocs.server.alarm.Alarm;
import io.ocs.server.catalog.LiveCatalog.Change;
import io.ocs.server.charges.ClosedFiles;
import io.ocs.server.charges.LastCharges;
import io.ocs.server.config.HostPort;
import io.ocs.server.config.HttpSettings;
import io.ocs.server.console.Html;
import io.ocs.server.metrics.ServerMetrics;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: whatever text a network element, a file, a colleague or a subscriber has chosen, it is text on every page that shows it. */
class ConsoleEscapingTest {
    private static final String ESCAPED = "&lt;script&gt;alert(";

    private AdminFixture fixture;
    private ServerMetrics metrics;
    private AdminServer server;
    private ConsoleBrowser browser;

    /** A text for one place, which tells places apart. */
    private static String evil(String place) {
        return "\"'><script>alert('" + place + "')</script>";
    }

    @BeforeEach
    void start() throws Exception {
        fixture = new AdminFixture();
        metrics = new ServerMetrics();
        AdminPorts safe = fixture.ports(Optional::empty);
        safe.catalog()
                .apply(
                        Map.of(
                                "offers.yaml",
                                (AdminFixture.catalogOf("text", 2) + "\n# " + evil("file")).getBytes(UTF_8)),
                        new Change(evil("by"), evil("catalogue reason"), 0),
                        false)
                .join();
        fixture.alarms.watch(Alarm.PEER_AWAY, () -> Optional.of(evil("alarm")));
        fixture.alarms.look();
        fixture.administration
                .execute(
                        "key",
                        new CreateSubscriber(
                                List.of(
                                        SubscriptionId.e164("491700000001"),
                                        SubscriptionId.parse("sip-uri:" + evil("sip"))),
                                new OfferTerms(evil("offer"), 978, 0, List.of()),
                                null,
                                null,
                                List.of(),
                                false,
                                LifeCycle.ACTIVE))
                .join();
        fixture.administration.open(AdminFixture.session(evil("session"), "491700000001", 1));
        AdminPorts ports = new AdminPorts(
                safe.administration(),
                safe.offers(),
                safe.catalog(),
                evilBooks(safe.books()),
                safe.backups(),
                safe.alarms(),
                new EvilPeers(),
                safe.audit(),
                safe.readiness(),
                safe.clock(),
                safe.traces());
        server = AdminServer.start(
                new HttpSettings(new HostPort("127.0.0.1", 0), 1 << 20, Optional.empty(), Optional.empty()),
                Optional::empty,
                metrics);
        server.serve(ports);
        browser = new ConsoleBrowser("http://127.0.0.1:" + server.address().getPort());
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
        fixture.close();
    }

    private static final class EvilPeers implements Peers {
        @Override
        public List<PeerStatus> peers() {
            return List.of(new PeerStatus(
                    evil("host"),
                    evil("realm"),
                    true,
                    List.of(new PeerStatus.Link(evil("address"), true, false)),
                    Optional.of(evil("away"))));
        }

        @Override
        public int disconnect(String originHost, DisconnectCause cause) {
            return 0;
        }
    }

    /** Those of the fixture, but for what texts they tell. */
    private static Books evilBooks(Books books) {
        return (Books) Proxy.newProxyInstance(
                Books.class.getClassLoader(),
                new Class<?>[] {Books.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "deliveries" ->
                        List.of(new CdrProgress(
                                evil("sink"), 0, CdrProgress.State.RETRYING, 0, 0, 0, 0, 0, 0, 0, evil("error")));
                    case "cdrDirectory" -> Path.of("/" + evil("directory").replace("/", ""));
                    case "closedFiles" -> List.of(new ClosedFiles.Closed(evil("cdr file"), 1, 0));
                    case "embeddedDatabase" -> Optional.of(evil("url"));
                    case "lastCharges" -> new LastCharges.Found(List.of(charge()), evil("note"));
                    default -> method.invoke(books, arguments);
                });
    }

    private static ObjectNode charge() {
        ObjectNode charge = JsonNodeFactory.instance
                .objectNode()
                .put("at", "2026-01-01T00:00:00Z")
                .put("recordNumber", 1)
                .put("sessionId", evil("charged session"))
                .put("tariff", evil("tariff"))
                .put("charged", evil("amount"))
                .put("reason", evil("reason"))
                .put("reference", evil("reference"))
                .put("units", 1)
                .put("unit", evil("unit"));
        charge.withArray("debits").addObject().put("bucket", 9).put("amount", evil("debit"));
        charge.withArray("explanation").addObject().put("rule", evil("rule")).put("text", evil("text"));
        return charge;
    }

    private void assertText(String path, String... places) throws Exception {
        HttpResponse<String> page = browser.get(path);
        assertThat(page.body())
                .as(path)
                .doesNotContain("<script>alert", "\"'><", "'><script")
                .contains(ESCAPED);
        for (String place : places) {
            assertThat(page.body())
                    .as(path)
                    .contains("&quot;&#39;&gt;&lt;script&gt;alert(&#39;" + place + "&#39;)&lt;/script&gt;");
        }
    }

    @Test
    void textsAreTextOnEveryPage() throws Exception {
        assertText("/console/peers", "host", "realm", "address", "away");
        assertText("/console/alarms", "alarm");
        assertText("/console/catalog", "by", "catalogue reason");
        assertText("/console/catalog/diff?from=1&to=2", "file");
        assertText("/console/cdrs", "sink", "error", "cdr file", "url");
        assertText("/console/sessions", "session");
        String session = Html.segment(evil("session"));
        assertText("/console/sessions/" + session, "session");
        assertText("/console/sessions/" + session + "/ending", "session");
        assertText(
                "/console/subscribers/491700000001",
                "sip",
                "offer",
                "session",
                "charged session",
                "tariff",
                "amount",
                "reason",
                "reference",
                "unit",
                "debit",
                "rule",
                "text",
                "note");
    }

    /** What was typed comes back in the field, and in what is said about it. */
    @Test
    void whatWasTypedIsTextToo() throws Exception {
        String typed = Html.segment(evil("typed"));
        for (String path : List.of(
                "/console/sessions?subscriber=" + typed,
                "/console/sessions?subscriber=sip-uri:" + typed,
                "/console/sessions/" + typed,
                "/console/subscribers/" + typed,
                "/console/subscribers/sip-uri:" + typed,
                "/console/catalog/diff?from=" + typed,
                "/console/runbooks/" + typed,
                "/console/" + typed)) {
            HttpResponse<String> page = browser.get(path);
            assertThat(page.statusCode()).as(path).isIn(200, 400, 404);
            assertThat(page.body()).as(path).startsWith("<!DOCTYPE html>").doesNotContain("<script>alert", "\"'><");
        }
    }
}
