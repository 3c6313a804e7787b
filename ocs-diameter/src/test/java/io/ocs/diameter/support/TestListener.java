package io.ocs.diameter.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Where a peer of the tests is connected to: a plain blocking server socket on a free port of the loopback. */
public final class TestListener implements AutoCloseable {

    private static final int TIMEOUT_MS = 10_000;
    private final ServerSocket listening;

    public TestListener() throws IOException {
        this(new ServerSocket());
    }

    /** On this socket, which may be one of TLS. */
    public TestListener(ServerSocket listening) throws IOException {
        this(listening, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** On a port that is held. */
    public TestListener(HeldPort port) throws IOException {
        this(new ServerSocket(), port.address());
    }

    private TestListener(ServerSocket listening, InetSocketAddress address) throws IOException {
        this.listening = listening;
        listening.setReuseAddress(true);
        listening.bind(address);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** The next connection, as it is. */
    public Socket acceptSocket() throws IOException {
        listening.setSoTimeout(TIMEOUT_MS);
        return listening.accept();
    }

    public TestClient accept() throws IOException {
        return TestClient.accepted(acceptSocket());
    }

    /** Whether nobody connects within this time. */
    public boolean isLeftAloneFor(int ms) throws IOException {
        listening.setSoTimeout(ms);
        try {
            listening.accept().close();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
