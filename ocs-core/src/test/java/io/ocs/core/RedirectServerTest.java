package io.ocs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectServerTest {

    @ParameterizedTest
    @CsvSource({
        "http://portal.example.com/a?b=c, URL, http://portal.example.com/a?b=c",
        "sip:top-up@example.com, SIP_URI, sip:top-up@example.com",
        "sips:top-up@example.com, SIP_URI, sips:top-up@example.com",
        "192.0.2.7, IPV4, 192.0.2.7",
        "2001:DB8:0:0:0:0:0:7, IPV6, 2001:db8::7",
        "2001:db8:0:0:1:0:0:1, IPV6, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, IPV6, 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1, IPV6, 2001:db8:0:1:1:1:1:1",
        "::1, IPV6, ::1",
        "2001:db8::, IPV6, 2001:db8::",
        "::, IPV6, ::"
    })
    void eachFormIsKnownAndAnAddressHasOneText(String given, RedirectServer.Type type, String text) {
        RedirectServer server = RedirectServer.parse(given);
        assertThat(server.type()).isEqualTo(type);
        assertThat(server.address()).isEqualTo(text);
        assertThat(server.octetCount())
                .isEqualTo(type == RedirectServer.Type.IPV4 ? 4 : type == RedirectServer.Type.IPV6 ? 16 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "portal",
                "ftp://x",
                "http://",
                "sip:",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                ":::",
                "1::2::3",
                "12345::",
                "::ffff:1.2.3.4",
                "http://with a space"
            })
    void nothingElseIs(String given) {
        assertThatThrownBy(() -> RedirectServer.parse(given)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longOnesAreRefused() {
        assertThatThrownBy(() -> RedirectServer.parse("http://" + "x".repeat(234)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RedirectServer.parse("http://" + "x".repeat(233)).address()).hasSize(240);
    }
}
