package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: where the machine has no SCTP, who wants it is told what is missing. Skipped with a notice where it has. */
class NoSctpTest {

    @BeforeEach
    void thereIsNone() {
        if (SctpSupport.hindrance().isEmpty()) {
            System.out.println("notice: this machine has SCTP: what is said without it is not looked at");
        }
        assumeTrue(SctpSupport.hindrance().isPresent(), "this machine has SCTP");
    }

    @Test
    void theStartSaysWhatIsWanted() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient client = fixture.client()) {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            assertThatThrownBy(() -> fixture.server.startSctp(List.of(anyPort)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("this machine has no SCTP (")
                    .hasMessageContaining("modprobe sctp")
                    .hasMessageContaining("libsctp.so.1");
            assertThat(client.ask(Ccr.initial().bytes()).resultCode())
                    .as("over TCP")
                    .isEqualTo(2001);
        }
    }

    /** The class that calls the library is initialised once: it fails in another way after that. */
    @Test
    void aReasonIsGivenEachTime() {
        for (int i = 0; i < 3; i++) {
            assertThat(SctpSupport.hindrance().orElseThrow()).isNotBlank();
        }
    }
}
