package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.int64;
import static io.ocs.diameter.support.AvpBuilder.optional;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Eventually;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.jdiameter.api.Avp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: over the wire, overload is told to the clients that say they understand it (RFC 7683), and to nobody else. */
class OverloadReportTest {

    private static final int SUPPORTED_FEATURES = 621;
    private static final int FEATURE_VECTOR = 622;
    private static final int OLR = 623;

    private ServerFixture fixture;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        fixture = new ServerFixture();
        client = fixture.client();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        fixture.close();
    }

    private static byte[] request(byte[] features) {
        return Ccr.initial().add(optional(SUPPORTED_FEATURES, features)).bytes();
    }

    private static byte[] vector(long features) {
        return optional(FEATURE_VECTOR, int64(features));
    }

    /** Asks until an answer is as wanted. */
    private Parsed askUntil(Predicate<Parsed> wanted) {
        Parsed answer = Eventually.seen(this::ask, wanted);
        assertThat(answer).as("an answer as wanted").matches(wanted);
        return answer;
    }

    private Parsed ask() {
        try {
            return client.ask(request(vector(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoDoesNotAskIsToldNothing() throws Exception {
        assertThat(client.ask(Ccr.initial().bytes()).codes()).doesNotContain(SUPPORTED_FEATURES, OLR);
        fixture.gateway.full(true);
        askUntil(answer -> answer.has(OLR));
        Parsed refused = client.ask(Ccr.initial().bytes());
        assertThat(refused.resultCode()).isEqualTo(3004);
        assertThat(refused.codes()).doesNotContain(SUPPORTED_FEATURES, OLR);
    }

    @Test
    void whoAsksIsToldWhatIsSupported() throws Exception {
        for (byte[] features :
                new byte[][] {{}, vector(1), vector(3), AvpBuilder.join(optional(9999, new byte[1]), vector(1))}) {
            Parsed answer = client.ask(request(features));
            assertThat(answer.resultCode()).isEqualTo(2001);
            assertThat(answer.number64(SUPPORTED_FEATURES, FEATURE_VECTOR)).isEqualTo(1);
            assertThat(answer.codes()).doesNotContain(OLR);
        }
        for (byte[] features : new byte[][] {vector(2), optional(FEATURE_VECTOR, new byte[4]), {1, 2, 3}}) {
            Parsed answer = client.ask(request(features));
            assertThat(answer.resultCode()).isEqualTo(2001);
            assertThat(answer.codes()).doesNotContain(SUPPORTED_FEATURES);
        }
    }

    @Test
    void overloadIsToldUntilItIsOver() throws Exception {
        fixture.gateway.full(true);
        Parsed refused = askUntil(answer -> answer.has(OLR));
        assertThat(refused.resultCode()).isEqualTo(3004);
        assertThat(refused.isError()).isTrue();
        assertThat(refused.number64(SUPPORTED_FEATURES, FEATURE_VECTOR)).isEqualTo(1);
        assertThat(refused.number(OLR, 626)).as("OC-Report-Type HOST_REPORT").isZero();
        assertThat(refused.number(OLR, 627)).as("OC-Reduction-Percentage").isBetween(5L, 90L);
        assertThat(refused.number(OLR, 625)).as("OC-Validity-Duration").isEqualTo(30);
        long number = refused.number64(OLR, 624);
        for (Avp avp : refused.members(OLR).asArray()) {
            assertThat(avp.isMandatory()).isFalse();
            assertThat(avp.isVendorId()).isFalse();
        }
        assertThat(refused.avps().getAvp(OLR).isMandatory()).isFalse();
        assertThat(refused.avps().getAvp(SUPPORTED_FEATURES).isMandatory()).isFalse();
        fixture.gateway.full(false);
        Parsed over = askUntil(answer -> answer.resultCode() == 2001 && answer.number(OLR, 627) == 0);
        assertThat(over.number(OLR, 625)).isZero();
        assertThat(over.number64(OLR, 624)).isGreaterThan(number);
    }
}
