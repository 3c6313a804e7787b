package io.ocs.server.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.Main;
import io.ocs.server.StartException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ocs send} against a peer that is written down octet by octet here. */
class SendCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ServerSocket listener;
    private CompletableFuture<List<DiameterMessage>> peer;
    private int ceaResult = 2001;
    private int ccaResult = 2001;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void aDataRequestIsWrittenAndItsAnswerShownByNames() {
        assertThat(send(
                        "--msisdn",
                        "+491700000001",
                        "--imsi",
                        "001010000000001",
                        "--session-id",
                        "a;1;2",
                        "--rating-group",
                        "7",
                        "--request",
                        "octets=1000000"))
                .isZero();

        List<DiameterMessage> received = peer.join();
        assertThat(received).extracting(DiameterMessage::command).containsExactly(257, 272, 282);
        DiameterMessage request = received.get(1);
        assertThat(request.flags()).isEqualTo(0xc0);
        assertThat(request.avps())
                .extracting(DecodedAvp::name)
                .containsExactly(
                        "Session-Id",
                        "Origin-Host",
                        "Origin-Realm",
                        "Destination-Realm",
                        "Auth-Application-Id",
                        "Service-Context-Id",
                        "CC-Request-Type",
                        "CC-Request-Number",
                        "Event-Timestamp",
                        "Subscription-Id",
                        "Subscription-Id",
                        "Multiple-Services-Indicator",
                        "Multiple-Services-Credit-Control");
        assertThat(DecodedAvp.text(request.avps(), ""))
                .contains("Service-Context-Id                    32251@3gpp.org")
                .contains("  Subscription-Id-Data                491700000001")
                .contains("CC-Request-Type                       1 (INITIAL_REQUEST)")
                .contains(
                        "  Requested-Service-Unit\n    CC-Total-Octets                   1000000\n  Rating-Group                        7\n");
        assertThat(out.toString())
                .contains("answer after ")
                .contains("  Result-Code                         2001 (SUCCESS)")
                .contains("      CC-Total-Octets                 500000");
    }

    @Test
    void anEventCarriesActionRecipientAndTheTFlag() {
        send(
                "--msisdn",
                "491700000001",
                "--context",
                "sms",
                "--type",
                "event",
                "--request",
                "units=1",
                "--called",
                "4930",
                "--t-flag",
                "--no-mscc");

        DiameterMessage request = peer.join().get(1);
        assertThat(request.flags()).isEqualTo(0xd0);
        assertThat(DecodedAvp.text(request.avps(), ""))
                .contains(
                        "32274@3gpp.org",
                        "4 (EVENT_REQUEST)",
                        "0 (DIRECT_DEBITING)",
                        "Address-Data                  4930",
                        "1 (MSISDN)")
                .contains("\nRequested-Service-Unit\n  CC-Service-Specific-Units           1\n")
                .doesNotContain("Multiple-Services");
    }

    @Test
    void aTerminationReportsWhatWasUsed() {
        send(
                "--msisdn",
                "491700000001",
                "--type",
                "termination",
                "--number",
                "2",
                "--context",
                "voice",
                "--used",
                "time=45,in=3,out=4");

        assertThat(DecodedAvp.text(peer.join().get(1).avps(), ""))
                .contains(
                        "3 (TERMINATION_REQUEST)",
                        "CC-Request-Number                     2",
                        "1 (LOGOUT)",
                        "32260@3gpp.org")
                .contains(
                        "CC-Time                           45\n    CC-Input-Octets                   3\n    CC-Output-Octets                  4");
    }

    @Test
    void aRefusalExitsWithOne() {
        ccaResult = 5030;
        assertThat(send("--msisdn", "491700000001")).isEqualTo(1);
        assertThat(out.toString()).contains("5030 (USER_UNKNOWN)");
    }

    @Test
    void anUnknownPeerIsTold() {
        ceaResult = 3010;
        assertThat(send("--msisdn", "491700000001")).isEqualTo(1);
        assertThat(err.toString())
                .contains("the server refuses this peer with 3010")
                .contains("diameter.peers");
    }

    @Test
    void noServerIsTold() throws IOException {
        listener.close();
        assertThat(run("--msisdn", "491700000001")).isEqualTo(1);
        assertThat(err.toString()).contains("no server listens on 127.0.0.1:").contains("ocs run");
    }

    @Test
    void octetsAndJsonOnRequest() throws IOException {
        send("--msisdn", "491700000001", "--hex");
        assertThat(out.toString()).contains("request\n  0000  01 00 0").contains("answer\n  0000  01 00 00");

        send("--msisdn", "491700000001", "--output", "json", "--session-id", "s1");
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("sessionId").textValue()).isEqualTo("s1");
        assertThat(json.at("/avps/1/name").textValue()).isEqualTo("Result-Code");
        assertThat(json.at("/avps/1/value").textValue()).isEqualTo("2001 (SUCCESS)");
    }

    @Test
    void unknownAndMalformedAvpsAreShownNotLost() {
        byte[] unknown = {0, 0, 0x30, 0x39, (byte) 0x80, 0, 0, 14, 0, 0, 0x28, (byte) 0xaf, 1, 2, 0, 0};
        assertThat(DecodedAvp.text(DecodedAvp.all(ByteBuffer.wrap(unknown)), ""))
                .startsWith("AVP 12345 of vendor 10415")
                .contains("0x0102");

        byte[] shortNumber = {0, 0, 1, 12, 0x40, 0, 0, 10, 1, 2, 0, 0};
        assertThat(DecodedAvp.text(DecodedAvp.all(ByteBuffer.wrap(shortNumber)), ""))
                .contains("Result-Code")
                .contains("0x0102");

        byte[] tooLong = {0, 0, 1, 12, 0x40, 0, 0, 13, 1, 2, 0, 0};
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> DecodedAvp.all(ByteBuffer.wrap(tooLong)))
                .hasMessage("the message ends inside an AVP");
    }

    /** Serves one connection, then runs the command. */
    private int send(String... words) {
        peer = CompletableFuture.supplyAsync(this::serve);
        return run(words);
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of("send", "--connect", "127.0.0.1:" + listener.getLocalPort()));
        all.addAll(List.of(words));
        out.getBuffer().setLength(0);
        return Main.commandLine(config -> {
                    throw new StartException("not used");
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private List<DiameterMessage> serve() {
        List<DiameterMessage> received = new ArrayList<>();
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int first = in.read();
                if (first < 0) {
                    return received;
                }
                DiameterMessage request = read(in, first);
                received.add(request);
                socket.getOutputStream().write(watchdog());
                socket.getOutputStream().write(answer(request));
            }
        } catch (IOException e) {
            return received;
        }
    }

    private static DiameterMessage read(DataInputStream in, int version) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        byte[] octets = new byte[length];
        ByteBuffer.wrap(octets).putInt(version << 24 | length);
        in.readFully(octets, 4, length - 4);
        return DiameterMessage.decode(octets);
    }

    /** A request of the server in between must not be taken for the answer. */
    private static byte[] watchdog() {
        return DiameterMessage.encode(
                0x80, DiameterMessage.DEVICE_WATCHDOG, 0, 1, 1, new AvpWriter().text("Origin-Host", "ocs"));
    }

    private byte[] answer(DiameterMessage request) {
        boolean creditControl = request.command() == DiameterMessage.CREDIT_CONTROL;
        AvpWriter avps = new AvpWriter();
        if (creditControl) {
            avps.text("Session-Id", request.value("Session-Id").orElseThrow());
        }
        avps.integer("Result-Code", creditControl ? ccaResult : request.command() == 257 ? ceaResult : 2001);
        if (creditControl && ccaResult == 2001) {
            avps.grouped("Multiple-Services-Credit-Control", group -> group.grouped(
                            "Granted-Service-Unit", units -> units.integer("CC-Total-Octets", 500_000))
                    .integer("Validity-Time", 600));
        }
        return DiameterMessage.encode(0x40, request.command(), 4, (int) request.hopByHop(), 0, avps);
    }
}
