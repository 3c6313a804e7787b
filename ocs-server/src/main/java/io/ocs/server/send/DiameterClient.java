package io.ocs.server.send;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** One connection of a network element: capabilities exchange, requests one after the other, disconnect. Not for several threads. */
public final class DiameterClient implements AutoCloseable {
    private static final int CREDIT_CONTROL_APPLICATION = 4;
    private static final int MESSAGE_LENGTH_MAX = 1 << 20;
    private static final byte[] IPV4 = {0, 1};
    private static final byte[] IPV6 = {0, 2};

    private final Socket socket;
    private final DataInputStream in;
    private final String originHost;
    private final String originRealm;
    private int nextId = new SecureRandom().nextInt();

    private DiameterClient(Socket socket, String originHost, String originRealm) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.originHost = originHost;
        this.originRealm = originRealm;
    }

    /** @throws IOException if nobody listens, or does not answer in time, or refuses the connection; the message says so */
    public static DiameterClient connect(InetSocketAddress server, int timeoutMs, String originHost, String originRealm)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(timeoutMs);
            socket.connect(server, timeoutMs);
            DiameterClient client = new DiameterClient(socket, originHost, originRealm);
            client.exchangeCapabilities();
            return client;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void exchangeCapabilities() throws IOException {
        byte[] address = socket.getLocalAddress().getAddress();
        byte[] typed = Arrays.copyOf(address.length == 4 ? IPV4 : IPV6, 2 + address.length);
        System.arraycopy(address, 0, typed, 2, address.length);
        AvpWriter avps = origin().avp("Host-IP-Address", typed)
                .integer("Vendor-Id", 0)
                .text("Product-Name", "ocs send")
                .integer("Supported-Vendor-Id", AvpDictionary.TGPP)
                .integer("Auth-Application-Id", CREDIT_CONTROL_APPLICATION);
        DiameterMessage answer = exchange(DiameterMessage.REQUEST, DiameterMessage.CAPABILITIES_EXCHANGE, 0, avps);
        if (answer.resultCode() / 1000 != 2) {
            throw new IOException("the server refuses this peer with " + answer.resultCode() + " "
                    + answer.value("Error-Message").orElse("") + "; see diameter.peers and lab.networks");
        }
    }

    /** The origin AVPs of this client. */
    AvpWriter origin() {
        return new AvpWriter().text("Origin-Host", originHost).text("Origin-Realm", originRealm);
    }

    /** One credit-control request and its answer. */
    public Exchange creditControl(AvpWriter avps, boolean retransmitted) throws IOException {
        int flags = DiameterMessage.REQUEST
                | DiameterMessage.PROXIABLE
                | (retransmitted ? DiameterMessage.RETRANSMITTED : 0);
        byte[] request = DiameterMessage.encode(
                flags, DiameterMessage.CREDIT_CONTROL, CREDIT_CONTROL_APPLICATION, ++nextId, nextId, avps);
        long startNanos = System.nanoTime();
        DiameterMessage answer = answerTo(request);
        return new Exchange(HexFormat.of().formatHex(request), answer, System.nanoTime() - startNanos);
    }

    /** A request in hexadecimal, its answer, and the time between them. */
    public record Exchange(String request, DiameterMessage answer, long nanos) {}

    private DiameterMessage exchange(int flags, int command, int application, AvpWriter avps) throws IOException {
        return answerTo(DiameterMessage.encode(flags, command, application, ++nextId, nextId, avps));
    }

    /** Sends, and reads until the answer with the same hop-by-hop identifier; the server's own requests are not ours to answer. */
    private DiameterMessage answerTo(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        long hopByHop = Integer.toUnsignedLong(ByteBuffer.wrap(request).getInt(12));
        DiameterMessage message = read();
        while (message.isRequest() || message.hopByHop() != hopByHop) {
            message = read();
        }
        return message;
    }

    private DiameterMessage read() throws IOException {
        int versionAndLength = in.readInt();
        int length = versionAndLength & 0xffffff;
        if (versionAndLength >>> 24 != 1 || length < DiameterMessage.HEADER_LENGTH || length > MESSAGE_LENGTH_MAX) {
            throw new IOException("what answers speaks no Diameter");
        }
        byte[] octets = new byte[length];
        ByteBuffer.wrap(octets).putInt(versionAndLength);
        in.readFully(octets, 4, length - 4);
        try {
            return DiameterMessage.decode(octets);
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer is malformed: " + e.getMessage(), e);
        }
    }

    /** Says good-bye, so that the server does not take it for a failure. */
    @Override
    public void close() throws IOException {
        try (socket) {
            exchange(
                    DiameterMessage.REQUEST,
                    DiameterMessage.DISCONNECT_PEER,
                    0,
                    origin().integer("Disconnect-Cause", 2));
        }
    }
}
