package io.ocs.server.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A fixed address for a service that comes and goes, with another port each time. While it is away, connections end at once. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile InetSocketAddress target;

    Relay() throws IOException {
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Where connections go from now on; null: nowhere. */
    void target(InetSocketAddress newTarget) {
        target = newTarget;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                join(listener.accept());
            } catch (IOException e) {
                // the listener is closed, or the target is away and the connection has ended
            }
        }
    }

    private void join(Socket client) throws IOException {
        sockets.add(client);
        Socket service = new Socket();
        sockets.add(service);
        InetSocketAddress to = target;
        try {
            if (to == null) {
                throw new IOException("nobody is there");
            }
            service.connect(to);
        } catch (IOException e) {
            end(client, service);
            throw e;
        }
        start(() -> copy(client, service));
        start(() -> copy(service, client));
    }

    private void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of the two is gone: that ends the other
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        for (Socket socket : Set.of(one, other)) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
