package io.ocs.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.AdminFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: over HTTP the price of a usage is told with all that makes it, and nothing is changed by asking. */
class RateRouteTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url() + path));
        request.header("Content-Type", "application/json");
        return client.send(
                request.method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode rate(String query) throws Exception {
        HttpResponse<String> response = send("GET", "/admin/v1/rate?" + query, null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void aUsageIsPricedAndExplained() throws Exception {
        JsonNode json = rate("offer=text&service=sms&used=units=3&at=2026-11-24T17:30:00Z");
        assertThat(json.path("rated").booleanValue()).isTrue();
        assertThat(json.path("total").textValue()).isEqualTo("3.00");
        assertThat(json.path("currency").textValue()).isEqualTo("EUR");
        assertThat(json.path("at").textValue()).isEqualTo("2026-11-24T17:30:00Z");
        assertThat(json.path("catalog").textValue()).matches("[0-9a-f]{64}");
        assertThat(json.path("prices").get(0).path("applies").booleanValue()).isTrue();
        assertThat(json.at("/parts/0/steps").findValuesAsText("rule"))
                .containsExactly("step", "usage", "sum", "rounding");
        assertThat(json.at("/payments/0/amount").textValue()).isEqualTo("3.00");
    }

    @Test
    void whatHasNoPriceOrIsNotCoveredIsSaid() throws Exception {
        assertThat(rate("offer=text&used=octets=1").path("rated").booleanValue())
                .isFalse();
        JsonNode poor = rate("offer=text&service=sms&used=units=3&balance=1.00EUR");
        assertThat(poor.path("covered").booleanValue()).isFalse();
        assertThat(poor.path("total").textValue()).isEqualTo("3.00");
    }

    @Test
    void aSubscriberIsAskedForWithWhatItHasAndNothingChanges() throws Exception {
        assertThat(send(
                                "POST",
                                "/admin/v1/subscribers",
                                "{'identities':['4917'],'offer':'postpaid','balance':'2.00EUR'}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(send(
                                "POST",
                                "/admin/v1/catalog/versions",
                                "{'reason':'a test','files':{'a.yaml':'" + AdminFixture.catalogOf("postpaid", 2)
                                        + "'}}")
                        .statusCode())
                .isEqualTo(201);
        String before = send("GET", "/admin/v1/subscribers/4917/balance", null).body();
        JsonNode json = rate("subscriber=4917&service=sms&used=units=1");
        assertThat(json.path("offer").textValue()).isEqualTo("postpaid");
        assertThat(json.path("total").textValue()).isEqualTo("2.00");
        assertThat(send("GET", "/admin/v1/subscribers/4917/balance", null).body())
                .isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "used=units=1 | 400 | 'offer' or 'subscriber' is wanted, one of them",
                "offer=text&subscriber=4917&used=units=1 | 400 | 'offer' or 'subscriber' is wanted",
                "offer=text | 400 | 'used' is wanted",
                "offer=text&used=bytes=1 | 400 | is no amount of units",
                "offer=text&used=units=1&service=smss | 400 | 'smss' is no service; did you mean 'sms'?",
                "offer=text&used=units=1&aton=x | 400 | unknown parameter 'aton'",
                "offer=text&used=units=1&at=noon | 400 | 'at' is a time",
                "offer=text&used=units=1&used=units=2 | 400 | 'used' stands there twice",
                "offer=text&used=units=1&ratingGroup=-1 | 400 | 'ratingGroup' is a whole number of 0 to 4294967295",
                "offer=text&used=units=1&ratType=256 | 400 | 'ratType' is a whole number of 0 to 255",
                "offer=text&used=units=1&direction=up | 400 | 'direction' is originating or terminating",
                "offer=text&used=units=1&visited=2620112 | 400 | is no visited network",
                "offer=text&used=units=1&balance=1.00USD | 400 | the offer's currency is EUR",
                "offer=text&used=units=1&withoutAllowances=yes | 400 | 'withoutAllowances' is true or false",
                "subscriber=4999&used=units=1&balance=1.00EUR | 400 | a subscriber has its own",
                "offer=txt&used=units=1 | 404 | there is no offer 'txt'",
                "subscriber=4999&used=units=1 | 404 | no subscriber has the identity",
                "offer=text&service=sms&used=units=999999999999999999 | 422 | an amount is too large"
            })
    void mistakesAreTold(String query, int status, String detail) throws Exception {
        HttpResponse<String> response = send("GET", "/admin/v1/rate?" + query, null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(detail);
    }
}
