package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: what the peer table says of one peer holds for this peer, and for no other. */
class ConfiguredPeerTest {

    private static final String PEER = "Client.example.com";
    private static final long RELAY = 0xffffffffL;
    private static final Set<ConfiguredPeer.Application> ALL = Set.of(ConfiguredPeer.Application.values());

    private static ServerFixture fixture(ConfiguredPeer configured) throws IOException {
        return new ServerFixture(
                ServerFixture.config(1, 2),
                ServerFixture.ANYONE,
                List.of(configured),
                ServerFixture.timers(Duration.ofSeconds(30)));
    }

    private static ConfiguredPeer configured(
            Set<ConfiguredPeer.Application> applications, int connections, int rate, boolean tls) {
        return new ConfiguredPeer(PEER, "example.com", applications, connections, rate, tls, Optional.empty());
    }

    private static int cer(ServerFixture fixture, String host, long... applications) throws IOException {
        try (TestClient client = new TestClient(fixture.address)) {
            return client.ask(Ccr.cer(host, applications)).resultCode();
        }
    }

    @Test
    void onlyAnApplicationOfItsEntryIsCommon() throws Exception {
        try (ServerFixture fixture =
                fixture(configured(Set.of(ConfiguredPeer.Application.CREDIT_CONTROL), 0, 0, false))) {
            assertThat(cer(fixture, PEER, RELAY)).isEqualTo(5010);
            assertThat(cer(fixture, PEER, 4)).isEqualTo(2001);
            assertThat(cer(fixture, "other.example.com", RELAY)).isEqualTo(2001);
        }
        try (ServerFixture fixture = fixture(configured(Set.of(ConfiguredPeer.Application.RELAY), 0, 0, false))) {
            assertThat(cer(fixture, PEER, 4)).isEqualTo(5010);
            assertThat(cer(fixture, PEER, RELAY)).isEqualTo(2001);
        }
    }

    @Test
    void itMayHaveAsManyConnectionsAsItsEntrySays() throws Exception {
        try (ServerFixture fixture = fixture(configured(ALL, 3, 0, false));
                TestClient first = fixture.client(PEER);
                TestClient second = fixture.client(PEER);
                TestClient third = fixture.client(PEER);
                TestClient fourth = new TestClient(fixture.address);
                TestClient other = fixture.client("other.example.com");
                TestClient otherAgain = new TestClient(fixture.address)) {
            fourth.send(Ccr.cer(PEER, 4));
            assertThat(first.receive().command()).as("asked whether it lives").isEqualTo(280);
            otherAgain.send(Ccr.cer("other.example.com", 4));
            assertThat(other.receive().command()).isEqualTo(280);
            assertThat(second.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            assertThat(third.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void withoutTlsItIs5017IfItIsServedOverTlsOnly() throws Exception {
        try (ServerFixture fixture = fixture(configured(ALL, 0, 0, true))) {
            try (TestClient client = new TestClient(fixture.address)) {
                Parsed cea = client.ask(Ccr.cer(PEER, 4));
                assertThat(cea.resultCode()).isEqualTo(5017);
                assertThat(cea.isError()).isFalse();
                assertThat(client.drain()).isZero();
            }
            assertThat(cer(fixture, "other.example.com", 4)).isEqualTo(2001);
        }
    }

    /** One burst is one instant: a bucket for 1 request a second holds 4, of which new sessions may take 2. */
    @Test
    void beyondItsRateItIs3004NewSessionsFirstAndTerminationsNever() throws Exception {
        try (ServerFixture fixture = fixture(configured(ALL, 0, 1, false));
                TestClient client = fixture.client(PEER);
                TestClient other = fixture.client("other.example.com")) {
            client.send(join(burst()));
            List<List<Integer>> codes = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < 30; i++) {
                Parsed answer = client.receive();
                codes.get((int) answer.number(416) - 1).add(answer.resultCode());
            }
            assertThat(codes.get(0))
                    .hasSize(10)
                    .containsOnly(2001, 3004)
                    .filteredOn(code -> code == 2001)
                    .hasSize(2);
            assertThat(codes.get(1))
                    .hasSize(10)
                    .containsOnly(2001, 3004)
                    .filteredOn(code -> code == 2001)
                    .hasSize(2);
            assertThat(codes.get(2)).hasSize(10).containsOnly(2001);
            assertThat(fixture.events.stream().filter("rate"::equals)).hasSize(16);
            for (int i = 0; i < 10; i++) {
                assertThat(other.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            }
        }
    }

    private static List<byte[]> burst() {
        List<byte[]> burst = new ArrayList<>();
        for (int type = 1; type <= 3; type++) {
            for (int i = 0; i < 10; i++) {
                burst.add(Ccr.of(type, i).ids(i, i).bytes());
            }
        }
        return burst;
    }

    @Test
    void anEntryThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> configured(Set.of(), 0, 0, false)).hasMessageContaining(PEER);
        assertThatThrownBy(() -> configured(ALL, -1, 0, false)).hasMessageContaining("-1 connections");
        assertThatThrownBy(() -> configured(ALL, 0, ConfiguredPeer.RATE_MAX + 1, false))
                .hasMessageContaining("1000001 requests");
    }
}
