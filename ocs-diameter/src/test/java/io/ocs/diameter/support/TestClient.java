package io.ocs.diameter.support;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A plain blocking socket that speaks in whole messages. */
public final class TestClient implements AutoCloseable {

    private static final int TIMEOUT_MS = 10_000;
    private final Socket socket;
    private final DataInputStream in;

    /** Connects. */
    public TestClient(InetSocketAddress address) throws IOException {
        this(address, new Socket());
    }

    /** Connects this socket, which may be one of TLS. */
    public TestClient(InetSocketAddress address, Socket socket) throws IOException {
        this(connected(address, socket));
    }

    /** Sends nothing any more, and waits until the other end has closed, too. */
    public void leave() throws IOException {
        socket.shutdownOutput();
        drain();
    }

    /** host:port of this end. */
    public String localAddress() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    private TestClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    private static Socket connected(InetSocketAddress address, Socket socket) throws IOException {
        socket.connect(address, TIMEOUT_MS);
        return socket;
    }

    /** The other end of a connection that the server has begun. */
    public static TestClient accepted(Socket socket) throws IOException {
        return new TestClient(socket);
    }

    /** Connects and exchanges capabilities. */
    public static TestClient open(InetSocketAddress address, String originHost) throws IOException {
        TestClient client = new TestClient(address);
        Parsed cea = client.ask(Ccr.cer(originHost, 4));
        if (cea.resultCode() != 2001) {
            throw new AssertionError("CEA says " + cea.resultCode());
        }
        return client;
    }

    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    public Parsed ask(byte[] request) throws IOException {
        send(request);
        return receive();
    }

    public Parsed receive() throws IOException {
        int first = in.readInt();
        byte[] message = new byte[first & 0xffffff];
        message[0] = (byte) (first >>> 24);
        message[1] = (byte) (first >>> 16);
        message[2] = (byte) (first >>> 8);
        message[3] = (byte) first;
        in.readFully(message, 4, message.length - 4);
        return Parsed.of(message);
    }

    /** Whether the server has ended the connection; waits for nothing, and expects that nothing was sent. */
    public boolean isEnded() throws IOException {
        socket.setSoTimeout(1);
        try {
            int octet = in.read();
            if (octet >= 0) {
                throw new AssertionError("the server has sent something");
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(TIMEOUT_MS);
        }
    }

    /** Waits for the end of the connection, whatever octets come before it. */
    public boolean isClosedByServer() throws IOException {
        try {
            while (in.read() >= 0) {
                // an alert of TLS, say
            }
            return true;
        } catch (SocketException e) {
            return true; // reset
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Reads on until the server ends the connection. @return how many messages came before that */
    public int drain() throws IOException {
        int count = 0;
        try {
            while (true) {
                receive();
                count++;
            }
        } catch (EOFException | SocketException e) {
            return count;
        }
    }

    /** Breaks the connection off in the middle of a test. */
    public void cut() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
