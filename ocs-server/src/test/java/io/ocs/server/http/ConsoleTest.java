package io.ocs.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.AdminFixture;
import io.ocs.server.access.Role;
import io.ocs.server.access.TokenFile;
import io.ocs.server.alarm.Alarm;
import io.ocs.server.audit.AuditVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console over real sockets, with tokens: what it shows, to whom, and what it takes. */
class ConsoleTest {
    private static final String NUMBER = "491700000001";
    private static final String SESSION = "smf.example.com;1;2/3";
    private static final String SESSION_PATH = "/console/sessions/smf.example.com%3B1%3B2%2F3";

    @TempDir
    Path folder;

    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private AdminFixture fixture;
    private ConsoleBrowser browser;

    @BeforeEach
    void start() throws Exception {
        TokenFile file = new TokenFile(folder.resolve("tokens"));
        for (Role role : Role.values()) {
            tokens.put(role, file.add(role.label() + "-1", role, Instant.EPOCH));
        }
        fixture = new AdminFixture(Optional.of(file.path()), Optional.empty());
        browser = new ConsoleBrowser(fixture.url());
        api(
                "POST",
                "/admin/v1/subscribers",
                "{\"identities\":[\"" + NUMBER + "\"],\"offer\":\"prepaid-data\",\"balance\":\"10.00EUR\"}");
        fixture.administration.open(AdminFixture.session(SESSION, NUMBER, 1));
        fixture.alarms.watch(Alarm.CDR_LAG, () -> Optional.of("the database is 99 s behind"));
        fixture.alarms.look();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpResponse<String> api(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + tokens.get(Role.ADMIN))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    // --- pages

    /** Goal: each page is a whole one, for people and for screen readers, without any script of its own. */
    @ParameterizedTest
    @CsvSource({
        "/console/traffic, Traffic, viewer",
        "/console/alarms, the database is 99 s behind, viewer",
        "/console/runbooks/cdr-lag, <h2>Symptom</h2>, viewer",
        "/console/peers, 192.0.2.7:51234, viewer",
        "/console/catalog, first start, viewer",
        "/console/cdrs, ocs1-1-0-1-7.csv, viewer",
        "/console/capacity, Tables of the image, viewer",
        "/console/sessions, smf.example.com;1;2/3, care",
        "/console/sessions?subscriber=, smf.example.com;1;2/3, care",
        "/console/sessions?subscriber=491700000001, e164:491700000001, care",
        "/console/sessions/smf.example.com%3B1%3B2%2F3, '513,600', care",
        "/console/sessions/smf.example.com%3B1%3B2%2F3/ending, Leave it open, care",
        "/console/subscribers, A number like 491700000001, care",
        "/console/subscribers/491700000001, data-1gb, care"
    })
    void everyPageIsWhole(String path, String shows, String least) throws Exception {
        HttpResponse<String> page = browser.signIn(tokens.get(Role.valueOf(least.toUpperCase(java.util.Locale.ROOT))))
                .get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertPolicy(page);
        assertThat(page.body())
                .contains(shows)
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains(
                        "<title>",
                        "<header>",
                        "<nav aria-label=",
                        "<main id=\"main\"",
                        "<footer>",
                        "aria-current=\"page\"")
                .contains("href=\"#main\"")
                .containsOnlyOnce("<h1>")
                .doesNotContainPattern("<script(?! src=\"/console/assets/[a-z.]+\" defer=\"\"></script>)")
                .doesNotContainPattern("(?i)<style|<[^>]* (on[a-z]+|style)=|javascript:");
        assertThat(page.body().split("<th ").length).isEqualTo(page.body().split("<th scope=").length);
    }

    private static void assertPolicy(HttpResponse<String> page) {
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("unsafe"));
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"console.css", "console.js", "htmx.js", "uplot.js", "uplot.css"})
    void stylesAndScriptsAreForEverybody(String asset) throws Exception {
        HttpResponse<String> response = browser.get("/console/assets/" + asset);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type)
                .startsWith(asset.endsWith("css") ? "text/css" : "text/javascript"));
        assertThat(response.body()).hasSizeGreaterThan(1_000);
        assertThat(browser.get("/console/assets/..%2FHtml.class").statusCode()).isEqualTo(404);
    }

    @Test
    void pagesAndProgramsAreToldTheSame() throws Exception {
        JsonNode balance = new ObjectMapper()
                .readTree(api("GET", "/admin/v1/subscribers/" + NUMBER + "/balance", null)
                        .body());
        String page = browser.signIn(tokens.get(Role.CARE))
                .get("/console/subscribers/" + NUMBER)
                .body();
        for (String member : List.of("balance", "available", "offer", "state")) {
            assertThat(page).contains(">" + balance.get(member).textValue() + "<");
        }
        assertThat(page).contains("1,073,741,824", "2026-01-02 00:00:00");
    }

    @Test
    void fieldsLeadToWhatWasTyped() throws Exception {
        browser.signIn(tokens.get(Role.CARE));
        assertThat(location(browser.get("/console"))).isEqualTo("/console/traffic");
        assertThat(location(browser.get("/console/subscribers?identity=+" + NUMBER + "+")))
                .isEqualTo("/console/subscribers/" + NUMBER);
        assertThat(location(browser.get("/console/subscribers?identity="))).isEqualTo("/console/subscribers");
        assertThat(location(browser.get("/console/session?id=smf.example.com%3B1%3B2%2F3")))
                .isEqualTo(SESSION_PATH);
    }

    private static String location(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        return response.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void theCatalogueShowsWhatHasChanged() throws Exception {
        api(
                "POST",
                "/admin/v1/catalog/versions",
                "{\"reason\":\"dearer\",\"files\":{\"offers.yaml\":\"" + AdminFixture.catalogOf("text", 2)
                        + "\\n# new\"}}");
        browser.signIn(tokens.get(Role.VIEWER));
        assertThat(browser.get("/console/catalog").body()).contains("dearer", "/console/catalog/diff?from=1&amp;to=2");
        assertThat(browser.get("/console/catalog/diff?from=1&to=2").body())
                .contains("<span class=\"removed\">- offers: [{name: text", "<span class=\"added\">+ # new\n</span>");
        assertThat(browser.get("/console/catalog/diff?from=2&to=2").body()).contains("Their content is the same.");
        assertThat(browser.get("/console/catalog/diff?from=2&to=3").statusCode())
                .isEqualTo(404);
        assertThat(browser.get("/console/catalog/diff?from=x&to=2").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/console/subscribers/4999, 404, no subscriber has the identity e164:4999",
        "/console/subscribers/fax:1, 400, fax",
        "/console/sessions?subscriber=x:y, 400, x",
        "/console/sessions/none, 404, no session none is open",
        "/console/runbooks/none, 404, there is no such runbook",
        "/console/nowhere, 404, there is nothing here"
    })
    void whatIsNotThereIsSaidOnAPage(String path, int status, String says) throws Exception {
        HttpResponse<String> page = browser.signIn(tokens.get(Role.CARE)).get(path);
        assertThat(page.statusCode()).isEqualTo(status);
        assertPolicy(page);
        assertThat(page.body()).contains("<!DOCTYPE html>", "role=\"alert\"", says);
    }

    // --- who may see what

    @Test
    void whoHasNotSignedInSeesNothing() throws Exception {
        for (String path : List.of("/console", "/console/traffic", "/console/subscribers/" + NUMBER)) {
            HttpResponse<String> response = browser.get(path);
            assertThat(location(response)).isEqualTo("/console/sign-in");
            assertThat(response.body()).isEmpty();
        }
        assertThat(browser.get("/console/traffic.json").statusCode()).isEqualTo(401);
        assertThat(browser.get("/console/peers", "HX-Request", "true").statusCode())
                .isEqualTo(401);
        assertThat(browser.get("/console/peers", "Authorization", "Bearer " + tokens.get(Role.ADMIN))
                        .statusCode())
                .as("tokens are for programs")
                .isEqualTo(303);
    }

    /** Goal: numbers of subscribers are for those who may see them. */
    @Test
    void aViewerSeesNoSubscriber() throws Exception {
        browser.signIn(tokens.get(Role.VIEWER));
        for (String path : List.of(
                "/console/sessions",
                SESSION_PATH,
                SESSION_PATH + "/ending",
                "/console/session?id=x",
                "/console/subscribers",
                "/console/subscribers/" + NUMBER)) {
            HttpResponse<String> page = browser.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(403);
            assertThat(page.body()).contains("this takes the role care").doesNotContain(NUMBER);
        }
        for (String path : List.of("traffic", "alarms", "peers", "catalog", "cdrs", "capacity", "traffic.json")) {
            assertThat(browser.get("/console/" + path).body())
                    .doesNotContain(NUMBER, "/console/subscribers", "/console/sessions");
        }
        String csrf = ConsoleBrowser.csrf(browser.get("/console/traffic"));
        assertThat(browser.post(SESSION_PATH + "/ending", Map.of("csrf", csrf)).statusCode())
                .isEqualTo(403);
        assertThat(fixture.administration.session(SESSION).join()).isPresent();
    }

    // --- signing in and out

    @Test
    void aTokenIsShownOnceAndACookieStandsForIt() throws Exception {
        HttpResponse<String> form = browser.get("/console/sign-in");
        String before = browser.cookie;
        HttpResponse<String> in = browser.post(
                "/console/sign-in",
                Map.of("csrf", ConsoleBrowser.csrf(form), "token", " " + tokens.get(Role.CARE) + "\n"));

        assertThat(location(in)).isEqualTo("/console/traffic");
        assertThat(in.headers().firstValue("Set-Cookie")).hasValueSatisfying(cookie -> assertThat(cookie)
                .startsWith("ocs-console=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/console")
                .doesNotContain("Max-Age", tokens.get(Role.CARE)));
        assertThat(browser.cookie).as("nobody can have planted it").isNotEqualTo(before);
        HttpResponse<String> page = browser.get("/console/traffic");
        assertThat(page.body()).contains("care-1 (care)");
        String signedIn = browser.cookie;
        assertThat(location(browser.post("/console/sign-out", Map.of("csrf", ConsoleBrowser.csrf(page)))))
                .isEqualTo("/console/sign-in");
        browser.cookie = signedIn;
        assertThat(browser.get("/console/traffic").statusCode()).isEqualTo(303);
    }

    @Test
    void wrongTokensAreToldAndSlowedDown() throws Exception {
        HttpResponse<String> form = browser.get("/console/sign-in");
        Map<String, String> wrong = Map.of("csrf", ConsoleBrowser.csrf(form), "token", "ocs_wrong");
        HttpResponse<String> page = browser.post("/console/sign-in", wrong);
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body())
                .contains("role=\"alert\"", "nobody has this token")
                .doesNotContain("ocs_wrong");
        assertPolicy(page);
        for (int i = 1; i < 10; i++) {
            assertThat(browser.post("/console/sign-in", wrong).statusCode()).isEqualTo(401);
        }
        assertThat(browser.post("/console/sign-in", wrong).statusCode()).isEqualTo(429);
        assertThat(browser.get("/console/traffic").statusCode()).isEqualTo(303);
    }

    @Test
    void aRevokedTokenEndsWhatItHasBegun() throws Exception {
        browser.signIn(tokens.get(Role.CARE));
        new TokenFile(folder.resolve("tokens")).revoke("care-1");
        long until = System.nanoTime() + 30_000_000_000L;
        int status = 200;
        while (status == 200 && System.nanoTime() < until) {
            status = browser.get("/console/traffic").statusCode();
        }
        assertThat(status).isEqualTo(303);
    }

    // --- changes

    @Test
    void aSessionIsEndedAfterAQuestionAndNoted() throws Exception {
        browser.signIn(tokens.get(Role.CARE));
        HttpResponse<String> question = browser.get(SESSION_PATH + "/ending");
        assertThat(question.body()).contains("method=\"post\"", "End the session", SESSION);
        assertThat(fixture.administration.session(SESSION).join()).isPresent();

        HttpResponse<String> ended =
                browser.post(SESSION_PATH + "/ending", Map.of("csrf", ConsoleBrowser.csrf(question)));

        assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
        assertThat(ended.body()).contains("The session is ended", "role=\"status\"");
        assertThat(fixture.administration.session(SESSION).join()).isEmpty();
        HttpResponse<String> again =
                browser.post(SESSION_PATH + "/ending", Map.of("csrf", ConsoleBrowser.csrf(question)));
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(noted()).anySatisfy(line -> {
            assertThat(line.path("who").asText()).isEqualTo("care-1");
            assertThat(line.path("role").asText()).isEqualTo("care");
            assertThat(line.path("route").asText()).isEqualTo("/console/sessions/{sessionId}/ending");
            assertThat(line.toString()).doesNotContain(ConsoleBrowser.csrf(question), SESSION, NUMBER);
        });
    }

    private List<JsonNode> noted() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        assertThat(new AuditVerifier(fixture.auditFolder(), lines::add)
                        .run(null)
                        .problems())
                .isEmpty();
        return lines;
    }

    @Test
    void aFormFromElsewhereIsRefused() throws Exception {
        browser.signIn(tokens.get(Role.CARE));
        ConsoleBrowser other = new ConsoleBrowser(fixture.url()).signIn(tokens.get(Role.ADMIN));
        String others = ConsoleBrowser.csrf(other.get("/console/traffic"));
        for (Map<String, String> form : List.of(Map.of("x", "y"), Map.of("csrf", ""), Map.of("csrf", others))) {
            HttpResponse<String> refused = browser.post(SESSION_PATH + "/ending", form);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("not from a page of this server");
            assertThat(browser.post("/console/sign-out", form).statusCode()).isEqualTo(403);
            assertThat(new ConsoleBrowser(fixture.url())
                            .post("/console/sign-in", form)
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(fixture.administration.session(SESSION).join()).isPresent();
        assertThat(browser.get("/console/traffic").statusCode()).isEqualTo(200);
    }

    /** Goal: what was opened for forms of the console is not open for the administration beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/subscribers",
                "/console/../admin/v1/subscribers",
                "/console/%2e%2e/admin/v1/subscribers",
                "/console"
            })
    void formsAreForTheConsoleOnly(String path) throws Exception {
        browser.signIn(tokens.get(Role.ADMIN));
        assertThat(browser.post(path, Map.of("offer", "postpaid")).statusCode()).isEqualTo(415);
    }

    // --- without tokens

    @Test
    void aLabNeedsNoTokenButAFormOfItsOwn() throws Exception {
        try (AdminFixture lab = new AdminFixture()) {
            lab.administration.open(AdminFixture.session(SESSION, NUMBER, 1));
            ConsoleBrowser anybody = new ConsoleBrowser(lab.url());
            HttpResponse<String> question = anybody.get(SESSION_PATH + "/ending");
            assertThat(question.statusCode()).isEqualTo(200);
            assertThat(question.body()).contains("lab: without token").doesNotContain("Sign out");
            assertThat(location(anybody.get("/console/sign-in"))).isEqualTo("/console/traffic");
            assertThat(new ConsoleBrowser(lab.url())
                            .post(SESSION_PATH + "/ending", Map.of("csrf", ConsoleBrowser.csrf(question)))
                            .statusCode())
                    .as("without the cookie, as from a page of another site")
                    .isEqualTo(403);
            assertThat(anybody.post(SESSION_PATH + "/ending", Map.of("csrf", ConsoleBrowser.csrf(question)))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
