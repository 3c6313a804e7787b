package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.alarm.Alarm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a network element whose entry says {@code connect} is connected to, and charged over that connection as over any other. */
@ExtendWith(SharedDatabase.class)
class ConnectTest {
    private static final String PEER = "smf.example.com";
    private static final long NUMBER = 491700850000L;

    @TempDir
    private Path folder;

    @Test
    void aNetworkElementIsChargedOverAConnectionOfTheServers(SharedDatabase.Server database) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerUnderTest server = ServerUnderTest.start(
                        folder.resolve("data"),
                        "database.url=" + database.newDatabase(),
                        "diameter.listen=",
                        "diameter.peers=[{origin-host: " + PEER + ", realm: example.com, connect: '127.0.0.1:"
                                + listening.getLocalPort() + "'}]")) {
            server.createPrepaid("10.00EUR", NUMBER, 1);
            try (GyConnection connection = GyConnection.accepted(listening.accept())) {
                DiameterMessage cer = connection.receive();
                assertThat(cer.command()).isEqualTo(257);
                assertThat(cer.text(264)).isEqualTo("ocs.example.com");
                connection.send(GyRequest.capabilitiesAnswer(PEER, cer));
                byte[] initial = GyRequest.data(
                        PEER,
                        PEER + ";1",
                        GyRequest.INITIAL,
                        0,
                        String.valueOf(NUMBER),
                        GyRequest.service(1, 1000, -1));
                DiameterMessage answer = connection.ask(initial);
                assertThat(answer.resultCode()).isEqualTo(2001);
                assertThat(answer.number(456, 431, 421)).isEqualTo(1000);
                assertThat(server.server().alarms()).noneMatch(raised -> raised.alarm() == Alarm.PEER_AWAY);
            }
        }
    }
}
