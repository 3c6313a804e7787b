package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.request.ClientProfile;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Goal: what kind of client a peer is, is asked once per connection and known with each of its requests. */
class PeerProfileTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private ClientProfile profile(String originHost, String productName) {
        asked.add(originHost + " " + productName);
        return originHost.startsWith("smf") ? ClientProfile.OPEN5GS : ClientProfile.DEFAULT;
    }

    @Test
    void theProfileOfAConnectionGoesWithItsRequests() throws Exception {
        PeerPolicy policy = PeerPolicies.withProfiles(ServerFixture.ANYONE, this::profile);
        try (ServerFixture fixture = new ServerFixture(
                        ServerFixture.config(64, 1), policy, ServerFixture.timers(Duration.ofSeconds(30)));
                TestClient smf = fixture.client("smf.example.com");
                TestClient other = fixture.client("other.example.com")) {
            fixture.gateway.decider(exchange -> {
                seen.add(exchange.request().client().name());
                FakeGateway.grantAll(exchange);
                exchange.answer.grant(0).quotaTimes(60, 0);
            });
            Parsed toSmf = smf.ask(Ccr.initial().bytes());
            Parsed toOther = other.ask(Ccr.initial().session("other;1").bytes());
            smf.ask(Ccr.dataUpdate().bytes());
            assertThat(seen).containsExactly("open5gs", "default", "open5gs");
            assertThat(asked).containsExactlyInAnyOrder("smf.example.com test", "other.example.com test");
            assertThat(toSmf.has(456, 871)).isFalse();
            assertThat(toOther.number(456, 871)).isEqualTo(60);
        }
    }
}
