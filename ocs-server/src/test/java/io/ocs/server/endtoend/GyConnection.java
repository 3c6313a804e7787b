package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A plain socket that speaks in whole messages. One thread. */
final class GyConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private int identifier = (int) System.nanoTime();

    GyConnection(InetSocketAddress server) throws IOException {
        this(server, new Socket());
    }

    /** Over this socket, which may be one of TLS. */
    GyConnection(InetSocketAddress server, Socket socket) throws IOException {
        this(connected(server, socket));
    }

    private GyConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private static Socket connected(InetSocketAddress server, Socket socket) throws IOException {
        socket.connect(server, TIMEOUT_MS);
        return socket;
    }

    /** The other end of a connection that the server has begun. */
    static GyConnection accepted(Socket socket) throws IOException {
        return new GyConnection(socket);
    }

    /** Connects and exchanges capabilities. */
    static GyConnection open(InetSocketAddress server, String originHost) throws IOException {
        GyConnection connection = new GyConnection(server);
        assertThat(connection.exchange(GyRequest.capabilities(originHost)).resultCode())
                .isEqualTo(2001);
        return connection;
    }

    /** An identifier that no other request of this connection has. */
    int nextIdentifier() {
        return ++identifier;
    }

    void send(byte[] message) throws IOException {
        socket.getOutputStream().write(message);
    }

    DiameterMessage receive() throws IOException {
        int first = in.readInt();
        byte[] message = new byte[first & 0xffffff];
        message[0] = (byte) (first >>> 24);
        message[1] = (byte) (first >>> 16);
        message[2] = (byte) (first >>> 8);
        message[3] = (byte) first;
        in.readFully(message, 4, message.length - 4);
        return new DiameterMessage(message);
    }

    /** Whether nothing comes within that time. */
    boolean isSilentFor(int ms) throws IOException {
        in.mark(1);
        socket.setSoTimeout(ms);
        try {
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MS);
        }
    }

    /** Sends a whole message as it is. */
    DiameterMessage exchange(byte[] message) throws IOException {
        send(message);
        return receive();
    }

    /** Sends a CCR of this body under new identifiers. */
    DiameterMessage ask(byte[] body, boolean again, int endToEnd) throws IOException {
        int hopByHop = nextIdentifier();
        DiameterMessage answer = exchange(GyRequest.creditControl(body, again, hopByHop, endToEnd));
        assertThat(answer.hopByHop()).isEqualTo(hopByHop);
        assertThat(answer.endToEnd()).isEqualTo(endToEnd);
        return answer;
    }

    DiameterMessage ask(byte[] body) throws IOException {
        return ask(body, false, nextIdentifier());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
