package io.ocs.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.server.AdminFixture;
import io.ocs.server.config.HostPort;
import io.ocs.server.config.HttpSettings;
import io.ocs.server.metrics.ServerMetrics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interface over real sockets. */
class AdminServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUBSCRIBERS = "/admin/v1/subscribers";

    private final HttpClient client = HttpClient.newHttpClient();
    private AdminFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new AdminFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aSubscriberLivesThroughAllItsVerbs() throws Exception {
        HttpResponse<String> created = send(
                "POST",
                SUBSCRIBERS,
                "{'identities':['+491700000001','imsi:001010000000001'],'offer':'prepaid-data','balance':'10.00EUR'}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/admin/v1/subscribers/e164:491700000001");
        assertThat(created.headers().firstValue("Idempotency-Key")).isPresent();

        String one = SUBSCRIBERS + "/491700000001";
        assertThat(get(one).get("offer").textValue()).isEqualTo("prepaid-data");
        assertThat(send("POST", one + "/top-ups", "{'amount':'0.50EUR'}").statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", one + "/state", "{'state':'suspended'}").statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", one + "/offer", "{'offer':'postpaid'}").statusCode())
                .isEqualTo(200);
        assertThat(send("POST", one + "/identities", "{'identity':'sip-uri:alice@example.com'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("DELETE", one + "/identities/imsi:001010000000001", null)
                        .statusCode())
                .isEqualTo(200);

        JsonNode balance = get(SUBSCRIBERS + "/sip-uri:alice@example.com/balance");
        assertThat(balance.get("state").textValue()).isEqualTo("suspended");
        assertThat(balance.get("offer").textValue()).isEqualTo("postpaid");
        assertThat(balance.get("identities")).hasSize(2);
        assertThat(balance.get("available").textValue()).isEqualTo("10.50EUR");
        assertThat(balance.get("buckets")).hasSize(2);
        assertThat(balance.at("/buckets/0/expires").isNull()).isTrue();
        assertThat(balance.at("/buckets/1/balance").longValue()).isEqualTo(1 << 30);
        assertThat(balance.at("/buckets/1/allowance").textValue()).isEqualTo("data-1gb");
        assertThat(get(SUBSCRIBERS).get("subscribers")).hasSize(1);

        assertThat(send("DELETE", one, null).statusCode()).isEqualTo(200);
        assertThat(send("GET", one, null).statusCode()).isEqualTo(404);
    }

    @Test
    void aRepeatedKeyChangesNothing() throws Exception {
        create("491700000001");
        String topUps = SUBSCRIBERS + "/491700000001/top-ups";

        JsonNode first =
                JSON.readTree(keyed("k1", topUps, "{'amount':'1.00EUR'}").body());
        JsonNode second =
                JSON.readTree(keyed("k1", topUps, "{'amount':'1.00EUR'}").body());
        HttpResponse<String> other = keyed("k1", topUps, "{'amount':'2.00EUR'}");

        assertThat(first.get("repeated").booleanValue()).isFalse();
        assertThat(second.get("repeated").booleanValue()).isTrue();
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(other.body()).get("type").textValue()).isEqualTo("urn:ocs:problem:key-reused");
        assertThat(get(SUBSCRIBERS + "/491700000001/balance").get("available").textValue())
                .isEqualTo("1.00EUR");
    }

    @Test
    void moneyIsTransferred() throws Exception {
        create("491700000001");
        create("491700000002");
        send("POST", SUBSCRIBERS + "/491700000001/top-ups", "{'amount':'5.00EUR'}");
        String transfers = SUBSCRIBERS + "/491700000001/transfers";
        String body = "{'to':'e164:491700000002','amount':'1.25EUR'}";
        assertThat(JSON.readTree(keyed("t1", transfers, body).body())
                        .get("repeated")
                        .booleanValue())
                .isFalse();
        assertThat(JSON.readTree(keyed("t1", transfers, body).body())
                        .get("repeated")
                        .booleanValue())
                .isTrue();
        assertThat(get(SUBSCRIBERS + "/491700000002/balance").get("available").textValue())
                .isEqualTo("1.25EUR");
        assertThat(keyed("t2", transfers, "{'to':'491700000009','amount':'1.25EUR'}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(keyed("t3", transfers, "{'to':'491700000002','amount':'much'}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(keyed("t4", transfers, "{'amount':'1.25EUR'}").statusCode()).isEqualTo(400);
        assertThat(keyed("t5", transfers, "{'to':'491700000002','amount':'99.00EUR'}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void sessionsAreListedShownAndAborted() throws Exception {
        String id = "smf.example.com;1;2;gy/3";
        create("491700000001");
        fixture.administration.open(AdminFixture.session(id, "491700000001", 1));
        String one = "/admin/v1/sessions/" + java.net.URLEncoder.encode(id, UTF_8);

        assertThat(get("/admin/v1/sessions?subscriber=491700000001")
                        .at("/sessions/0/sessionId")
                        .textValue())
                .isEqualTo(id);
        assertThat(get("/admin/v1/sessions?subscriber=491700000002").get("sessions"))
                .isEmpty();
        assertThat(get(one).at("/services/0/usedUnits").longValue()).isEqualTo(513_600);
        assertThat(get(one).get("cost").textValue()).isEqualTo("0.000512");
        assertThat(send("DELETE", one, null).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", one, null).statusCode()).isEqualTo(404);
    }

    /** Goal: the reply says what the client did, in words and in a code. */
    @ParameterizedTest
    @CsvSource({
        "2001, 200, done",
        "2002, 200, done",
        "5002, 404, urn:ocs:problem:unknown-session",
        "5012, 502, urn:ocs:problem:client-refused"
    })
    void reauthorizationTellsWhatTheClientAnswered(int code, int status, String what) throws Exception {
        fixture.administration.open(AdminFixture.session("smf.example.com;1", "491700000001", 1));
        fixture.administration.answerOfClients(ClientAnswer.of(code));
        HttpResponse<String> reply = send("POST", "/admin/v1/sessions/smf.example.com;1/reauthorization", "{}");
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(reply.body())
                        .path(status == 200 ? "status" : "type")
                        .textValue())
                .isEqualTo(what);
    }

    @Test
    void reauthorizationOfWhoCannotBeAsked() throws Exception {
        String resource = "/admin/v1/sessions/smf.example.com;1/reauthorization";
        assertThat(send("POST", resource, "{}").statusCode()).isEqualTo(404);
        fixture.administration.open(AdminFixture.session("smf.example.com;1", "491700000001", 1));
        assertThat(send("POST", resource, "{}").statusCode()).isEqualTo(503);
        fixture.administration.answerOfClients(ClientAnswer.none(ClientAnswer.Status.TIMED_OUT));
        assertThat(send("POST", resource, "{}").statusCode()).isEqualTo(504);
    }

    @Test
    void aSessionThatItsClientEndsWhenAskedIsNotEndedAgain() throws Exception {
        fixture.administration.open(AdminFixture.session("smf.example.com;1", "491700000001", 1));
        fixture.administration.answerOfClients(ClientAnswer.of(2001));
        HttpResponse<String> reply = send("DELETE", "/admin/v1/sessions/smf.example.com;1", null);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(reply.body()).get("detail").textValue()).isEqualTo("the client has ended the session");
        assertThat(send("DELETE", "/admin/v1/sessions/smf.example.com;1", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void oneBackupIsTakenAtATime() throws Exception {
        String resource = "/admin/v1/backup";
        assertThat(send("GET", resource, null).statusCode()).isEqualTo(404);
        HttpResponse<String> begun = send("POST", resource, "{'directory':'/backup/monday'}");
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(begun.body()).get("state").textValue()).isEqualTo("running");
        assertThat(get(resource).get("octets").longValue()).isEqualTo(4096);
        assertThat(get(resource).get("octetsTotal").longValue()).isEqualTo(8192);

        fixture.backupRuns = true;
        assertThat(send("POST", resource, "{'directory':'/backup/tuesday'}").statusCode())
                .isEqualTo(409);
        assertThat(send("DELETE", resource, null).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", resource, null).statusCode()).as("none runs").isEqualTo(404);
        assertThat(send("POST", resource, "{'directory':'monday'}").statusCode())
                .isEqualTo(400);
        assertThat(send("POST", resource, "{}").statusCode()).isEqualTo(400);
        assertThat(send("POST", resource, "{'folder':'/backup'}").statusCode()).isEqualTo(400);
    }

    /** Goal: another catalogue comes into force or is refused with its mistakes, and who was too late is told so. */
    @Test
    void catalogsAreAppliedTakenBackAndListed() throws Exception {
        String versions = "/admin/v1/catalog/versions";
        assertThat(get("/admin/v1/catalog").get("version").intValue()).isEqualTo(1);

        HttpResponse<String> second = send("POST", versions, apply("text", 2, "'expectedVersion':1"));
        assertThat(second.statusCode()).as(second.body()).isEqualTo(201);
        assertThat(JSON.readTree(second.body()).get("status").textValue()).isEqualTo("in-force");
        assertThat(send("POST", versions, apply("text", 2, "'expectedVersion':1"))
                        .statusCode())
                .as("a repeat")
                .isEqualTo(200);
        assertProblem(send("POST", versions, apply("text", 3, "'expectedVersion':1")), 409, "catalog-changed");
        assertThat(send("POST", versions, apply("text", 3, "'validateOnly':true"))
                        .body())
                .contains("\"status\":\"valid\"", "\"version\":2");

        JsonNode refused =
                assertProblem(send("POST", versions, apply("text", -3, "'expectedVersion':2")), 422, "catalog-refused");
        assertThat(refused.at("/problems/0/file").textValue()).isEqualTo("offers.yaml");
        assertThat(refused.at("/problems/0/line").intValue()).isEqualTo(1);
        assertThat(refused.at("/problems/0/rule").textValue()).isEqualTo("value");

        fixture.shards.offersTaken.add(io.ocs.core.charging.RatingFunction.offerKey("text"));
        assertProblem(send("POST", versions, apply("other", 3, "'validateOnly':false")), 409, "offer-in-use");

        String rollback = "/admin/v1/catalog/rollback";
        assertProblem(send("POST", rollback, "{'version':9,'reason':'back'}"), 404, "unknown-catalog-version");
        assertThat(send("POST", rollback, "{'version':1,'reason':'back'}").statusCode())
                .isEqualTo(201);
        JsonNode history = get(versions).get("versions");
        assertThat(history.findValuesAsText("version")).containsExactly("3", "2", "1");
        assertThat(history.at("/0/origin").textValue()).isEqualTo("rolled-back");
        assertThat(history.at("/0/of").intValue()).isEqualTo(1);
        assertThat(history.at("/1/by").textValue()).isEqualTo("lab");
        assertThat(history.at("/1/reason").textValue()).isEqualTo("a test");
        assertThat(get("/admin/v1/catalog").get("held").toString()).isEqualTo("[2,1]");
        assertThat(fixture.shards.rating.number()).isEqualTo(3);
    }

    private static String apply(String offer, int amount, String more) {
        return "{'files':{'offers.yaml':'" + AdminFixture.catalogOf(offer, amount) + "'},'reason':'a test'," + more
                + "}";
    }

    private static JsonNode assertProblem(HttpResponse<String> response, int status, String name) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("type").textValue()).isEqualTo("urn:ocs:problem:" + name);
        return problem;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'reason':'x'} | 'files' is wanted",
                "{'files':{},'reason':'x'} | no file *.yaml",
                "{'files':{'a.yaml':1},'reason':'x'} | its content is wanted, as text",
                "{'files':{'a.yaml':'offers: []'}} | 'reason' is wanted",
                "{'files':{'a.yaml':'offers: []'},'reason':' '} | a reason of 1 to 500 characters is wanted",
                "{'files':{'a.yaml':'offers: []'},'reason':'x','expectedVersion':0} | a whole number of 1 to",
                "{'files':{'a.yaml':'offers: []'},'reason':'x','expected':1} | unknown member 'expected'"
            })
    void whatIsNoChangeOfTheCatalogIsRefused(String body, String message) throws Exception {
        HttpResponse<String> response = send("POST", "/admin/v1/catalog/versions", body);
        assertThat(response.statusCode()).isIn(400, 422);
        assertThat(response.body()).contains(message);
        assertThat(get("/admin/v1/catalog").get("version").intValue()).isEqualTo(1);
    }

    @Test
    void theBooksAreShownAndFlushed() throws Exception {
        assertThat(get("/admin/v1/journal").at("/shards/0/position").longValue())
                .isEqualTo(4096);
        String holds = "/admin/v1/journal/holds";
        HttpResponse<String> held = send("POST", holds, "{}");
        assertThat(held.statusCode()).isEqualTo(201);
        assertThat(held.body()).contains("\"hold\":7", "\"position\":4096");
        assertThat(send("POST", holds, "{}").statusCode()).isEqualTo(429);
        assertThat(send("DELETE", holds + "/seven", null).statusCode()).isEqualTo(400);
        assertThat(send("DELETE", holds + "/7", null).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", holds + "/7", null).statusCode()).isEqualTo(404);
        assertThat(get("/admin/v1/cdrs").at("/deliveries/1/lagOctets").longValue())
                .isEqualTo(2048);
        assertThat(get("/admin/v1/cdrs").at("/deliveries/1/lagMs").longValue()).isEqualTo(1_500);
        assertThat(send("POST", "/admin/v1/cdrs/flush", "{}").statusCode()).isEqualTo(202);
        assertThat(fixture.flushes).hasValue(1);
    }

    @Test
    void bulkCreatesARange() throws Exception {
        JsonNode report = JSON.readTree(send(
                        "POST",
                        SUBSCRIBERS + "/bulk",
                        "{'from':491700000000,'count':3000,'offer':'prepaid-data','balance':'10.00EUR'}")
                .body());

        assertThat(report.get("created").intValue()).isEqualTo(3_000);
        assertThat(report.get("failed").intValue()).isZero();
        assertThat(report.get("errors")).isEmpty();
        assertThat(fixture.administration.size()).isEqualTo(3_000);
        assertThat(get(SUBSCRIBERS + "/491700002999/balance").get("available").textValue())
                .isEqualTo("10.00EUR");
    }

    @Test
    void bulkGoesOnWhenTheShardIsBusyForAWhile() throws Exception {
        fixture.administration.refuse(1_500);

        JsonNode report = JSON.readTree(
                send("POST", SUBSCRIBERS + "/bulk", "{'from':'491700000000','count':2000,'offer':'postpaid'}")
                        .body());

        assertThat(report.get("created").intValue()).isEqualTo(2_000);
    }

    @Test
    void bulkReportsBadRowsAndKeepsGoodOnes() throws Exception {
        create("491700000001");
        String rows = "{'rows':["
                + "{'identities':['491700000001'],'offer':'postpaid'},"
                + "{'identities':['491700000002'],'offer':'prepaid-dada'},"
                + "{'identities':['491700000003'],'offer':'postpaid','memberOf':'491700000004'},"
                + "{'identities':['491700000005'],'offer':'postpaid'},"
                + "{'identities':['491700000006'],'offer':'postpaid','memberOf':'491700000005'},"
                + "{'identities':['x'],'offer':'postpaid'},"
                + "{'identities':['491700000007'],'offer':'postpaid','buckets':[{'kind':'money','amount':'1.00USD'}]},"
                + "{'identities':['491700000008'],'offer':'postpaid','buckets':[{'kind':'time','amount':60}]},"
                + "{'identities':['491700000009'],'offer':'postpaid','colour':'red'}]}";

        JsonNode report =
                JSON.readTree(send("POST", SUBSCRIBERS + "/bulk", rows).body());

        assertThat(report.get("created").intValue()).as("%s", report).isEqualTo(2);
        assertThat(report.get("failed").intValue()).isEqualTo(7);
        assertThat(report.get("errors").findValuesAsText("row"))
                .containsExactlyInAnyOrder("1", "2", "3", "6", "7", "8", "9");
        assertThat(report.get("errors").toString())
                .contains("identity-taken")
                .contains("there is no offer 'prepaid-dada'; did you mean 'prepaid-data'?")
                .contains("3 to 15 digits are wanted")
                .contains("a bucket of 1.00USD cannot be")
                .contains("needs the name of its allowance")
                .contains("unknown member 'colour'");
    }

    @Test
    void validatingCreatesNothing() throws Exception {
        create("491700000001");

        JsonNode report = JSON.readTree(send(
                        "POST",
                        SUBSCRIBERS + "/bulk",
                        "{'validateOnly':true,'rows':[{'identities':['491700000001'],'offer':'postpaid'},{'identities':['491700000002'],'offer':'postpaid'}]}")
                .body());

        assertThat(report.get("failed").intValue()).isEqualTo(1);
        assertThat(report.get("created").intValue()).isZero();
        assertThat(fixture.administration.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "GET | /nowhere | | 404 | no-such-resource",
                "PUT | /admin/v1/offers | {} | 405 | method-not-allowed",
                "GET | /admin/v1/subscribers/12 | | 400 | bad-request",
                "GET | /admin/v1/subscribers?limit=5000 | | 400 | bad-request",
                "POST | /admin/v1/subscribers | {'identities':[]} | 400 | bad-request",
                "POST | /admin/v1/subscribers | {'identities':['491700000001'],'offer':'x'} | 400 | bad-request",
                "POST | /admin/v1/subscribers | {nonsense | 400 | bad-request",
                "POST | /admin/v1/subscribers | [1] | 400 | bad-request",
                "POST | /admin/v1/subscribers/bulk | {} | 400 | bad-request",
                "POST | /admin/v1/subscribers/491700000009/top-ups | {'amount':'1.00EUR'} | 404 | unknown-subscriber",
                "POST | /admin/v1/subscribers/491700000001/top-ups | {'amount':'1.00USD'} | 422 | currency-mismatch",
                "POST | /admin/v1/subscribers/491700000001/top-ups | {'amount':'1 Euro'} | 400 | bad-request",
                "POST | /admin/v1/subscribers/491700000001/top-ups | {'amuont':'1.00EUR'} | 400 | bad-request",
                "PUT | /admin/v1/subscribers/491700000001/state | {'state':'asleep'} | 400 | bad-request",
                "DELETE | /admin/v1/subscribers/491700000001/identities/491700000001 | | 409 | last-identity",
                "DELETE | /admin/v1/subscribers/491700000001/identities/491700000002 | | 404 | unknown-identity",
                "GET | /admin/v1/sessions/none | | 404 | unknown-session",
            })
    void whatIsWrongIsAProblemThatSaysWhatToDo(String method, String path, String body, int status, String name)
            throws Exception {
        create("491700000001");

        HttpResponse<String> response = send(method, path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("type").textValue()).isEqualTo("urn:ocs:problem:" + name);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("detail").textValue()).isNotBlank();
    }

    @Test
    void aBusyShardIsNoFault() throws Exception {
        create("491700000001");
        fixture.administration.refuse(1);

        HttpResponse<String> response = send("POST", SUBSCRIBERS + "/491700000001/top-ups", "{'amount':'1.00EUR'}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void largeBodiesAreRefused() throws Exception {
        HttpResponse<String> response =
                send("POST", SUBSCRIBERS, "{'offer':'" + "x".repeat(AdminFixture.BODY_MAX) + "'}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("http.body-max");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 200",
        "localhost, 200",
        "[::1]:80, 200",
        "evil.example.com, 403",
        "127.0.0.1.evil.example.com, 403",
        "10.0.0.1, 403"
    })
    void onlyThisMachineIsServed(String host, int status) throws IOException {
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void aForeignPageCannotSendForms() throws IOException {
        String form = "POST /admin/v1/subscribers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 2\r\nConnection: close\r\n\r\n{}";

        assertThat(raw(form)).startsWith("HTTP/1.1 415");
    }

    @Test
    void healthTellsTheReason() throws Exception {
        assertThat(send("GET", "/health/live", null).statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").get("ready").booleanValue()).isTrue();

        fixture.hinder("shard 0 cannot write its journal");
        HttpResponse<String> response = send("GET", "/health/ready", null);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(response.body()).get("reason").textValue())
                .isEqualTo("shard 0 cannot write its journal");
    }

    @Test
    void metricsAreServed() throws Exception {
        assertThat(send("GET", "/metrics", null).body()).contains("ocs_jvm_allocated_bytes_total");
    }

    /** Goal: a start that takes long can be watched, and nobody mistakes it for a server that serves. */
    @Test
    void beforeItServesItSaysHowFarItIsAndRefusesTheRest() throws Exception {
        HttpSettings settings = new HttpSettings(new HostPort("127.0.0.1", 0), 1 << 20);
        try (ServerMetrics metrics = new ServerMetrics();
                AdminServer starting =
                        AdminServer.start(settings, () -> Optional.of("recovering: half-way"), metrics)) {
            String url = "http://127.0.0.1:" + starting.address().getPort();
            assertStarting(url, "/health/ready", 503, "recovering: half-way");
            assertStarting(url, "/health/live", 200, "true");
            assertStarting(url, "/metrics", 200, "ocs_jvm");
            assertStarting(url, "/admin/v1/offers", 503, "recovering: half-way");
            starting.serve(fixture.ports(Optional::empty));
            assertStarting(url, "/health/ready", 200, "true");
            assertStarting(url, SUBSCRIBERS, 200, "subscribers");
        }
    }

    private void assertStarting(String url, String path, int status, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        assertThat(response.body()).as(path).contains(body);
    }

    @Test
    void theDocumentNamesExactlyTheRoutes() throws Exception {
        Set<String> documented = new TreeSet<>();
        JsonNode document = get("/admin/v1/openapi.json");
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        Set<String> routes = new TreeSet<>();
        try (var metrics = new io.ocs.server.metrics.ServerMetrics()) {
            AdminRoutes.all(fixture.ports(Optional::empty), metrics)
                    .forEach(route -> routes.add(route.method() + " " + route.path()));
        }

        assertThat(documented).isEqualTo(routes);
        assertThat(document.get("openapi").textValue()).isEqualTo("3.1.0");
    }

    @Test
    void everyReferenceInTheDocumentLeadsSomewhere() throws Exception {
        JsonNode document = get("/admin/v1/openapi.json");

        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    private void create(String msisdn) throws Exception {
        send("POST", SUBSCRIBERS, "{'identities':['" + msisdn + "'],'offer':'postpaid'}");
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response = send("GET", path, null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> keyed(String key, String path, String body) throws Exception {
        return client.send(
                request("POST", path, body).header("Idempotency-Key", key).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url() + path));
        return body == null
                ? request.method(method, HttpRequest.BodyPublishers.noBody())
                : request.header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), fixture.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
