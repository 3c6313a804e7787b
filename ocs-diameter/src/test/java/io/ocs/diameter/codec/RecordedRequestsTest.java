package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.diameter.support.Capture;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: what recorded clients send arrives in normal form, oddities included. */
class RecordedRequestsTest {

    private final CodecFixture fixture = new CodecFixture();

    private CreditControlRequest request(String recording, int index) throws DiameterException {
        List<byte[]> requests = Capture.of(recording).creditControlRequests();
        return fixture.decode(requests.get(index));
    }

    @Test
    void openFiveGsAsksWithoutRatingGroup() throws Exception {
        CreditControlRequest initial = request("open5gs-data-session", 0);
        assertThat(initial.type()).isEqualTo(RequestType.INITIAL);
        assertThat(initial.number()).isZero();
        assertThat(initial.sessionId).hasToString("smf.example.com;1795346203;2;app_gy");
        assertThat(initial.context()).isEqualTo(ServiceContext.DATA);
        assertThat(initial.originHost).hasToString("smf.example.com");
        assertThat(initial.apn).hasToString("internet");
        assertThat(initial.visitedNetwork).hasToString("00101");
        assertThat(initial.ratType()).isEqualTo(6);
        assertThat(initial.action()).isEqualTo(RequestedAction.DIRECT_DEBITING);
        assertThat(initial.eventTimestampMs())
                .isEqualTo(Instant.parse("2026-11-22T11:16:43Z").toEpochMilli());
        assertThat(initial.subscriptionCount()).isEqualTo(2);
        assertThat(initial.subscriptionType(0)).isEqualTo(SubscriptionIdType.END_USER_IMSI);
        assertThat(initial.subscriptionData(0)).hasToString("001010000000001");
        assertThat(initial.subscriptionType(1)).isEqualTo(SubscriptionIdType.END_USER_E164);
        assertThat(initial.subscriptionData(1)).hasToString("491700000001");
        assertThat(initial.multipleServices()).isTrue();
        ServiceUsage service = initial.service(0);
        assertThat(service.ratingGroup()).isEqualTo(ServiceUsage.ABSENT);
        assertThat(service.serviceIdentifier()).isEqualTo(ServiceUsage.ABSENT);
        assertThat(service.requested(UnitKind.TOTAL_OCTETS)).isEqualTo(1_000_000);
        assertThat(service.hasUsed()).isFalse();
        assertThat(initial.qosClassOf(service))
                .as("QoS-Information of the MSCC")
                .isEqualTo(9);
    }

    @Test
    void openFiveGsReportsBothDirectionsAndItsReasonInEitherPlace() throws Exception {
        ServiceUsage inside = request("open5gs-data-session", 1).service(0);
        assertThat(inside.used(UnitKind.TIME)).isEqualTo(1);
        assertThat(inside.used(UnitKind.INPUT_OCTETS)).isEqualTo(501_600);
        assertThat(inside.used(UnitKind.OUTPUT_OCTETS)).isEqualTo(499_200);
        assertThat(inside.used(UnitKind.TOTAL_OCTETS)).isEqualTo(ServiceUsage.ABSENT);
        assertThat(inside.usedAgainst(UnitKind.TOTAL_OCTETS)).isEqualTo(1_000_800);
        assertThat(inside.reportingReason()).isEqualTo(3);
        ServiceUsage beside = request("open5gs-data-session", 3).service(0);
        assertThat(beside.reportingReason()).isEqualTo(4);
        CreditControlRequest last = request("open5gs-data-session", 5);
        assertThat(last.type()).isEqualTo(RequestType.TERMINATION);
        assertThat(last.terminationCause()).isEqualTo(1);
        assertThat(last.service(0).hasRequested()).isFalse();
        assertThat(last.service(0).hasUsed()).isTrue();
    }

    @Test
    void kamailioNamesItsApplicationInsideAGroupAndItsHostTwice() throws Exception {
        CreditControlRequest initial = request("kamailio-voice-call", 0);
        assertThat(initial.context()).isEqualTo(ServiceContext.VOICE);
        assertThat(initial.subscriptionCount()).isEqualTo(1);
        assertThat(initial.subscriptionData(0)).hasToString("491700000001");
        assertThat(initial.calledParty).hasToString("4930123456");
        assertThat(initial.callingParty).hasToString("491700000001");
        assertThat(initial.service(0).ratingGroup()).isEqualTo(100);
        assertThat(initial.service(0).serviceIdentifier()).isEqualTo(1000);
        assertThat(initial.service(0).requested(UnitKind.TIME)).isEqualTo(6);
        CreditControlRequest last = request("kamailio-voice-call", 4);
        assertThat(last.eventTimestampMs())
                .isEqualTo(Instant.parse("2026-11-22T11:03:30Z").toEpochMilli());
        assertThat(last.service(0).used(UnitKind.TIME)).isEqualTo(3);
    }

    @Test
    void freeDiameterPutsUnitsAtCommandLevel() throws Exception {
        CreditControlRequest initial = request("freediameter-data-no-mscc", 0);
        assertThat(initial.multipleServices()).isFalse();
        assertThat(initial.serviceCount()).isEqualTo(1);
        assertThat(initial.service(0).serviceIdentifier()).isEqualTo(1);
        assertThat(initial.service(0).requested(UnitKind.TOTAL_OCTETS)).isEqualTo(1_000_000);
        ServiceUsage last = request("freediameter-data-no-mscc", 2).service(0);
        assertThat(last.hasRequested()).isFalse();
        assertThat(last.used(UnitKind.TOTAL_OCTETS)).isEqualTo(1234);
        assertThat(request("freediameter-data-no-mscc", 3).service(0).requested(UnitKind.TIME))
                .isEqualTo(60);
    }

    @Test
    void freeDiameterSendsEventsRepeatsAndMoney() throws Exception {
        List<byte[]> requests = Capture.of("freediameter-event-services").creditControlRequests();
        long money = 0;
        boolean repeated = false;
        for (byte[] message : requests) {
            CreditControlRequest request = fixture.decode(message);
            assertThat(request.type()).isEqualTo(RequestType.EVENT);
            assertThat(request.action()).isNotNull();
            repeated |= request.retransmitted();
            if (request.serviceCount() > 0 && request.service(0).requested(UnitKind.MONEY) > 0) {
                money = request.service(0).requested(UnitKind.MONEY);
                assertThat(request.service(0).currency()).isEqualTo(978);
            }
        }
        assertThat(repeated).isTrue();
        assertThat(money).isPositive();
        assertThat(fixture.decode(requests.get(0)).contentHash())
                .isEqualTo(fixture.decode(requests.get(1)).contentHash());
    }

    @Test
    void emptyRequestedServiceUnitCountsAsAsking() throws Exception {
        boolean seen = false;
        for (byte[] message : Capture.of("freediameter-data-session").creditControlRequests()) {
            CreditControlRequest request = fixture.decode(message);
            for (int i = 0; i < request.serviceCount(); i++) {
                ServiceUsage service = request.service(i);
                seen |= service.hasRequested()
                        && service.requestedOf(UnitKind.TOTAL_OCTETS) == 0
                        && service.requestedOf(UnitKind.TIME) == 0;
            }
        }
        assertThat(seen).isTrue();
    }
}
