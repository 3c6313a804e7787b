package io.ocs.diameter.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A free port of the loopback that nobody else is given as long as this is open. Who connects to it is refused, until a server listens there: it may bind the
 * port as well, as long as it also sets SO_REUSEADDR, because this socket does not listen.
 */
public final class HeldPort implements AutoCloseable {

    private final Socket socket = new Socket();

    public HeldPort() throws IOException {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public int port() {
        return socket.getLocalPort();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
