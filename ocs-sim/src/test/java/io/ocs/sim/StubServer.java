package io.ocs.sim;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;
import org.jdiameter.api.Message;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.parser.ParseException;
import org.jdiameter.client.impl.parser.MessageParser;

/** A small Diameter server on own sockets: base protocol by itself, Credit-Control by whoever is given. */
final class StubServer implements AutoCloseable {
    /** Fills the answer to a CCR; false = stay silent. */
    interface Charging {
        boolean answer(IMessage request, AvpSet answer) throws AvpDataException;
    }

    private static final int CER = 257;
    private static final int DPR = 282;

    private final ServerSocket listener;
    private final Charging charging;
    private final MessageParser parser = new MessageParser();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BlockingQueue<IMessage> seen = new LinkedBlockingQueue<>();
    private final boolean deaf;
    private final Thread acceptor;

    private StubServer(int port, Charging charging, boolean deaf) throws IOException {
        this.listener = new ServerSocket();
        this.listener.setReuseAddress(true);
        this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.charging = charging;
        this.deaf = deaf;
        this.acceptor = daemon(this::accept);
    }

    static StubServer start(Charging charging) throws IOException {
        return start(0, charging);
    }

    /** On a given port, for a restart. */
    static StubServer start(int port, Charging charging) throws IOException {
        return new StubServer(port, charging, false);
    }

    /** Takes connections, and says nothing. */
    static StubServer deaf() throws IOException {
        return new StubServer(0, (request, answer) -> false, true);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next message from the client with this command code, others skipped. */
    IMessage await(int commandCode) throws InterruptedException {
        for (; ; ) {
            IMessage message = seen.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message " + commandCode + " in 10 s");
            }
            if (message.getCommandCode() == commandCode) {
                return message;
            }
        }
    }

    /** Sends a request of the server to the client. */
    void push(int commandCode, String sessionId) throws IOException, ParseException {
        IMessage request = parser.createEmptyMessage(commandCode, commandCode == DPR ? 0 : 4);
        request.setRequest(true);
        request.setHopByHopIdentifier(4711);
        AvpSet avps = request.getAvps();
        if (sessionId != null) {
            avps.addAvp(Avp.SESSION_ID, sessionId, true, false, false);
        }
        addOrigin(avps);
        if (commandCode == DPR) {
            avps.addAvp(Avp.DISCONNECT_CAUSE, 0, true, false);
        }
        write(sockets.get(sockets.size() - 1), request);
    }

    /** Closes everything at once, as a killed process would. */
    @Override
    public void close() throws IOException {
        listener.close();
        joinAcceptor();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            for (; ; ) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                var unused = daemon(() -> serve(socket));
            }
        } catch (SocketException e) {
            if (!listener.isClosed()) {
                throw new AssertionError(e);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (; ; ) {
                int head = in.readInt();
                ByteBuffer frame = ByteBuffer.allocate(head & 0xFFFFFF);
                frame.putInt(head);
                in.readFully(frame.array(), 4, frame.capacity() - 4);
                IMessage message = parser.createMessage(frame);
                seen.add(message);
                if (message.isRequest() && !deaf && !answer(socket, message)) {
                    return;
                }
            }
        } catch (EOFException | SocketException e) {
            // The client left, or close() was called.
        } catch (IOException | AvpDataException | ParseException e) {
            throw new AssertionError(e);
        }
    }

    private boolean answer(Socket socket, IMessage request) throws IOException, AvpDataException, ParseException {
        IMessage answer = parser.createEmptyMessage(request.getCommandCode(), request.getHeaderApplicationId());
        answer.setHopByHopIdentifier(request.getHopByHopIdentifier());
        answer.setEndToEndIdentifier(request.getEndToEndIdentifier());
        answer.setProxiable(request.isProxiable());
        AvpSet avps = answer.getAvps();
        if (request.getCommandCode() == Avps.CREDIT_CONTROL_COMMAND) {
            if (!charging.answer(request, avps)) {
                return true;
            }
        } else {
            avps.addAvp(Avp.RESULT_CODE, 2001, true, false);
        }
        addOrigin(avps);
        if (request.getCommandCode() == CER) {
            avps.addAvp(Avp.HOST_IP_ADDRESS, InetAddress.getLoopbackAddress(), true, false);
            avps.addAvp(Avp.VENDOR_ID, 0L, true, false, true);
            avps.addAvp(Avp.PRODUCT_NAME, "stub", false);
            avps.addAvp(Avp.AUTH_APPLICATION_ID, 4L, true, false, true);
        }
        long code = avps.getAvp(Avp.RESULT_CODE) == null
                ? 0
                : avps.getAvp(Avp.RESULT_CODE).getUnsigned32();
        answer.setError(code / 1000 == 3);
        write(socket, answer);
        return request.getCommandCode() != DPR;
    }

    private static void addOrigin(AvpSet avps) {
        avps.addAvp(Avp.ORIGIN_HOST, "ocs.example.com", true, false, true);
        avps.addAvp(Avp.ORIGIN_REALM, "example.com", true, false, true);
    }

    private void write(Socket socket, Message message) throws IOException, ParseException {
        OutputStream out = socket.getOutputStream();
        synchronized (socket) {
            out.write(parser.encodeMessage((IMessage) message).array());
            out.flush();
        }
    }

    /** While it is still in accept(), the kernel keeps the port. */
    private void joinAcceptor() {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "stub");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
