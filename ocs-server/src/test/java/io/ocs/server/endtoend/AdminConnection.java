package io.ocs.server.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One HTTP connection that is kept, so that a server can be asked that accepts no other. One thread. */
final class AdminConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;
    private static final Pattern RAISED = Pattern.compile("ocs_alarm\\{alarm=\"([a-z-]+)\"} 1\\.0");
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;

    AdminConnection(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Status line and body. */
    String get(String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        return status + "\n" + new String(in.readNBytes(length), UTF_8);
    }

    /** Ids of the alarms that {@code /metrics} shows as raised. */
    Set<String> alarms() {
        try {
            return RAISED.matcher(get("/metrics"))
                    .results()
                    .map(result -> result.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError("asking for metrics", e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closes the connection after: " + line);
            }
            line.append(new String(new byte[] {(byte) octet}, ISO_8859_1));
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
