package io.ocs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpSet;
import org.jdiameter.api.Message;
import org.jdiameter.client.impl.parser.MessageParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a plain socket, read by jDiameter. */
class NoLogicServerTest {
    private static final int SUBSCRIBER_DIGITS = 12;
    private static final int TIMEOUT_MS = 10_000;

    private final MessageParser oracle = new MessageParser();
    private final NoLogicServer server = new NoLogicServer(0, 1);
    private Socket socket;

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(server.address());
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
    }

    @Test
    void itExchangesCapabilities() throws Exception {
        ByteBuf request = Unpooled.buffer();
        BaseMessages.capabilitiesRequest(
                request, "client.example.com", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        assertThat(parsed(ByteBufUtil.getBytes(request))
                        .getAvps()
                        .getAvp(Avp.HOST_IP_ADDRESS)
                        .getAddress()
                        .getHostAddress())
                .isEqualTo("127.0.0.1");
        send(request);

        Message answer = receive();
        AvpSet avps = answer.getAvps();
        assertThat(answer.isRequest()).isFalse();
        assertThat(answer.getCommandCode()).isEqualTo(257);
        assertThat(avps.getAvp(Avp.RESULT_CODE).getUnsigned32()).isEqualTo(2001);
        assertThat(avps.getAvp(Avp.ORIGIN_HOST).getDiameterIdentity()).isEqualTo(NoLogicHandler.ORIGIN_HOST);
        assertThat(avps.getAvp(Avp.ORIGIN_REALM).getDiameterIdentity()).isEqualTo("example.com");
        assertThat(avps.getAvp(Avp.AUTH_APPLICATION_ID).getUnsigned32()).isEqualTo(4);
        assertThat(avps.getAvp(Avp.SUPPORTED_VENDOR_ID).getUnsigned32()).isEqualTo(10415);
        assertThat(avps.getAvp(Avp.PRODUCT_NAME).getUTF8String()).isNotEmpty();
    }

    @Test
    void itGrantsWhateverIsAsked() throws Exception {
        send(creditControlRequest());

        Message answer = receive();
        assertThat(answer.getCommandCode()).isEqualTo(272);
        assertThat(answer.getApplicationId()).isEqualTo(4);
        assertThat(answer.isProxiable()).isTrue();
        assertThat(answer.getHopByHopIdentifier()).isEqualTo(8);
        assertThat(answer.getEndToEndIdentifier()).isEqualTo(9);
        AvpSet avps = answer.getAvps();
        assertThat(avps.getAvpByIndex(0).getUTF8String()).isEqualTo("client.example.com;3;0000000042");
        assertThat(avps.getAvp(Avp.RESULT_CODE).getUnsigned32()).isEqualTo(2001);
        assertThat(avps.getAvp(Avp.CC_REQUEST_TYPE).getInteger32()).isEqualTo(2);
        assertThat(avps.getAvp(Avp.CC_REQUEST_NUMBER).getUnsigned32()).isEqualTo(1);
        AvpSet service = avps.getAvp(Avp.MULTIPLE_SERVICES_CREDIT_CONTROL).getGrouped();
        assertThat(service.getAvp(Avp.GRANTED_SERVICE_UNIT)
                        .getGrouped()
                        .getAvp(Avp.CC_TOTAL_OCTETS)
                        .getUnsigned64())
                .isPositive();
        assertThat(service.getAvp(Avp.VALIDITY_TIME).getUnsigned32()).isPositive();
        assertThat(service.getAvp(Avp.RESULT_CODE).getUnsigned32()).isEqualTo(2001);
    }

    @Test
    void aRequestThatComesInPiecesIsAnsweredWhenItIsWhole() throws Exception {
        ByteBuf twice = creditControlRequest();
        twice.writeBytes(creditControlRequest());
        byte[] octets = ByteBufUtil.getBytes(twice);
        socket.setTcpNoDelay(true);
        for (byte octet : octets) {
            socket.getOutputStream().write(octet);
        }
        assertThat(receive().getHopByHopIdentifier()).isEqualTo(8);
        assertThat(receive().getHopByHopIdentifier()).isEqualTo(8);
    }

    @Test
    void itClosesAfterADisconnectRequest() throws Exception {
        ByteBuf request = Unpooled.buffer();
        BaseMessages.disconnectRequest(request, "client.example.com");
        send(request);
        Message answer = receive();
        assertThat(answer.getCommandCode()).isEqualTo(282);
        assertThat(answer.getAvps().getAvp(Avp.RESULT_CODE).getUnsigned32()).isEqualTo(2001);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void itAnswersAWatchdogAndRefusesOtherCommands() throws Exception {
        assertThat(resultOf(280)).isEqualTo(2001);
        assertThat(resultOf(271)).isEqualTo(3001);
    }

    @Test
    void itClosesOnWhatIsNoDiameter() throws Exception {
        send(Unpooled.copiedBuffer(new byte[] {2, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    private long resultOf(int command) throws Exception {
        ByteBuf request = Unpooled.buffer();
        MessageWriter message = new MessageWriter(request, Protocol.FLAG_REQUEST, command, 0).ids(5, 6);
        message.text(Protocol.AVP_ORIGIN_HOST, "client.example.com");
        message.text(Protocol.AVP_ORIGIN_REALM, "example.com");
        message.end();
        send(request);
        Message answer = receive();
        assertThat(answer.getCommandCode()).isEqualTo(command);
        assertThat(answer.getEndToEndIdentifier()).isEqualTo(6);
        return answer.getAvps().getAvp(Avp.RESULT_CODE).getUnsigned32();
    }

    private static ByteBuf creditControlRequest() {
        VirtualSession session = new VirtualSession(0, SUBSCRIBER_DIGITS);
        session.begin(Protocol.INITIAL, 42, 491_700_000_007L, 1);
        session.proceed();
        session.hopByHop = 8;
        session.endToEnd = 9;
        ByteBuf request = Unpooled.buffer();
        new TemplateBuilder(Mix.DATA, "client.example.com", 3, SUBSCRIBER_DIGITS)
                .buildAll()[Protocol.UPDATE].append(request, session, 0);
        return request;
    }

    private void send(ByteBuf request) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.getBytes(request));
    }

    private Message receive() throws Exception {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int versionAndLength = in.readInt();
        byte[] octets = new byte[versionAndLength & 0xFF_FFFF];
        ByteBuffer.wrap(octets).putInt(versionAndLength);
        in.readFully(octets, 4, octets.length - 4);
        return parsed(octets);
    }

    private Message parsed(byte[] octets) throws Exception {
        return oracle.createMessage(ByteBuffer.wrap(octets));
    }
}
