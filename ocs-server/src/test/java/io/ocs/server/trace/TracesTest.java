package io.ocs.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ocs.core.SubscriptionId;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final String IMSI = "001010000000001";

    private final ManualClock clock = new ManualClock(1_000_000);
    private final Traces traces = new Traces(clock);

    private Trace begin(long lastsMs) {
        return traces.begin(new Trace.Subject(
                        SubscriptionId.e164("491700000001"),
                        List.of(SubscriptionId.e164("491700000001"), SubscriptionId.imsi(IMSI)),
                        7,
                        0,
                        "alice",
                        clock.nowMs(),
                        clock.nowMs() + lastsMs,
                        Map.of()))
                .orElseThrow();
    }

    private static CreditControlRequest request(String session, SubscriptionIdType type, String data) {
        CreditControlRequest request = new CreditControlRequest();
        request.sessionId.set(session);
        request.originHost.set("smf.example.com");
        if (type != null) {
            byte[] octets = data.getBytes(StandardCharsets.UTF_8);
            request.addSubscription(type, octets, 0, octets.length);
        }
        return request;
    }

    private void send(CreditControlRequest request, int length) {
        ByteBuf message = Unpooled.wrappedBuffer(new byte[length + 3]);
        traces.onRequest(request, message, 3, length);
    }

    @Test
    void itIsOnAsLongAsOneRuns() {
        assertThat(traces.isOn()).isFalse();
        Trace trace = begin(5_000);
        assertThat(traces.isOn()).isTrue();
        clock.advanceMs(4_999);
        traces.expire();
        assertThat(traces.isOn()).isTrue();
        clock.advanceMs(1);
        traces.expire();
        assertThat(traces.isOn()).isFalse();
        assertThat(trace.isOver()).isTrue();
        assertThat(traces.find(trace.id())).contains(trace);
        assertThat(traces.remove(trace.id())).isTrue();
        assertThat(traces.remove(trace.id())).isFalse();
    }

    @Test
    void itTakesTheMessagesOfOneSubscriber() {
        Trace trace = begin(5_000);
        send(request("named", SubscriptionIdType.END_USER_IMSI, IMSI), 10);
        send(request("named", null, null), 20); // goes on without naming anybody
        send(request("other", null, null), 30);
        send(request("other", SubscriptionIdType.END_USER_E164, "491700000002"), 40);
        send(request("other", SubscriptionIdType.END_USER_PRIVATE, "491700000001"), 50);
        clock.advanceMs(5_000);
        send(request("named", SubscriptionIdType.END_USER_IMSI, IMSI), 60);

        assertThat(trace.messages())
                .extracting(message -> message.octets().length)
                .containsExactly(10, 20);
        assertThat(trace.isOver()).isTrue();
    }

    /** Goal: however much one subscriber sends, a trace takes no more than its room. */
    @Test
    void itHasAMaximumOfOctetsAndOfMessages() {
        Trace large = begin(5_000);
        for (int i = 0; i < 6; i++) {
            send(request("s", SubscriptionIdType.END_USER_IMSI, IMSI), Trace.OCTETS_MAX / 4);
        }
        assertThat(large.messages()).hasSize(4);
        assertThat(large.leftOut()).isEqualTo(2);

        Trace many = begin(5_000);
        for (int i = 0; i < Trace.MESSAGES_MAX + 5; i++) {
            send(request("s", SubscriptionIdType.END_USER_IMSI, IMSI), 1);
        }
        assertThat(many.messages()).hasSize(Trace.MESSAGES_MAX);
        assertThat(many.leftOut()).isEqualTo(5);
    }

    @Test
    void whatIsOverMakesRoomForAnother() {
        Trace first = begin(1_000);
        for (int i = 1; i < Traces.TRACES_MAX; i++) {
            begin(100_000);
        }
        assertThat(traces.begin(first.subject())).isEmpty();
        clock.advanceMs(1_000);
        Trace another = begin(100_000);
        assertThat(traces.find(first.id())).isEmpty();
        assertThat(traces.all()).hasSize(Traces.TRACES_MAX).contains(another);
    }
}
