package io.ocs.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.3/32, 10.1.2.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "::1/128, ::1, true",
        "::1/128, ::2, false",
    })
    void containsTheAddressesWithItsPrefix(String network, String address, boolean expected)
            throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, true",
        "127.1.0.0/16, true",
        "::1/128, true",
        "126.0.0.0/7, false",
        "::/0, false",
        "10.0.0.0/8, false"
    })
    void knowsLoopback(String network, boolean expected) {
        assertThat(Network.parse(network).isLoopback()).isEqualTo(expected);
    }
}
