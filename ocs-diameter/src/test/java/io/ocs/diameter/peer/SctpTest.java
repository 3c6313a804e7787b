package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: over SCTP peers are served as over TCP. Skipped with a notice where the machine has none. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SctpTest {

    private static final String PEER = "client.example.com";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @BeforeEach
    void itIs() {
        if (SctpSupport.hindrance().isPresent()) {
            System.out.println(
                    "notice: no SCTP here: " + SctpSupport.hindrance().get());
        }
        assumeTrue(SctpSupport.hindrance().isEmpty(), "this machine has no SCTP");
    }

    /** One end of an association, which speaks in whole messages. */
    private static final class Client implements AutoCloseable {

        private final SctpChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);

        Client(InetSocketAddress address) throws IOException {
            channel = SctpChannel.open(address, 8, 8);
        }

        /** On any stream and unordered, as the sender likes (RFC 6733 §2.1.1). */
        void send(int stream, byte[] message) throws IOException {
            channel.send(
                    ByteBuffer.wrap(message),
                    MessageInfo.createOutgoing(null, stream)
                            .payloadProtocolID(SctpMessages.CLEAR_TEXT)
                            .unordered(stream > 0));
        }

        /** The next message, or null at the end of the association. */
        Parsed receive() throws IOException {
            buffer.clear();
            MessageInfo info;
            do {
                info = channel.receive(buffer, null, null);
                if (info == null || info.bytes() < 0) {
                    return null;
                }
            } while (!info.isComplete());
            assertThat(info.payloadProtocolID()).isEqualTo(SctpMessages.CLEAR_TEXT);
            assertThat(info.streamNumber()).isZero();
            byte[] message = new byte[buffer.position()];
            buffer.flip().get(message);
            assertThat(message.length).as("one message alone").isEqualTo(buffer.getInt(0) & 0xffffff);
            return Parsed.of(message);
        }

        Parsed ask(byte[] message) throws IOException {
            send(0, message);
            return receive();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private InetSocketAddress listen(ServerFixture fixture) throws IOException {
        return fixture.server.startSctp(List.of(ANY_PORT)).get(0);
    }

    @Test
    void aPeerIsServed() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                Client client = new Client(listen(fixture))) {
            assertThat(client.ask(Ccr.cer(PEER, 4)).resultCode()).isEqualTo(2001);
            for (int i = 0; i < 100; i++) {
                client.send(i % 8, Ccr.initial().ids(i, i).bytes());
            }
            Set<Integer> answered = IntStream.range(0, 100)
                    .mapToObj(i -> {
                        try {
                            Parsed answer = client.receive();
                            assertThat(answer.resultCode()).isEqualTo(2001);
                            return answer.hopByHop();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .collect(Collectors.toSet());
            assertThat(answered).hasSize(100);
            assertThat(client.ask(Ccr.dwr(PEER)).command()).isEqualTo(280);
            assertThat(fixture.server.peers().get(0).links()).hasSize(1);
            assertThat(client.ask(Ccr.dpr(PEER)).command()).isEqualTo(282);
            assertThat(client.receive()).as("the end").isNull();
        }
    }

    @Test
    void aMessageOfManyPacketsIsReadWhole() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                Client client = new Client(listen(fixture))) {
            assertThat(client.ask(Ccr.cer(PEER, 4)).resultCode()).isEqualTo(2001);
            byte[] large = Ccr.initial()
                    .add(AvpBuilder.optional(9999, new byte[60_000]))
                    .bytes();
            for (int i = 0; i < 5; i++) {
                client.send(i, large);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(client.receive().resultCode()).isEqualTo(2001);
            }
        }
    }

    @Test
    void whoIsRefusedIsToldBeforeTheEnd() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                Client client = new Client(listen(fixture))) {
            assertThat(client.ask(Ccr.cer(PEER, 16777238)).resultCode()).isEqualTo(5010);
            assertThat(client.receive()).as("the end").isNull();
        }
    }

    @Test
    void aStopSaysFarewell() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                Client client = new Client(listen(fixture))) {
            assertThat(client.ask(Ccr.cer(PEER, 4)).resultCode()).isEqualTo(2001);
            Thread stop = new Thread(fixture.server::close, "stop");
            stop.start();
            Parsed dpr = client.receive();
            assertThat(dpr.command()).isEqualTo(282);
            client.send(0, AvpBuilder.message(0, 282, 0, dpr.hopByHop(), dpr.endToEnd(), AvpBuilder.u32(268, 2001)));
            assertThat(client.receive()).as("the end").isNull();
            stop.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(stop.isAlive()).isFalse();
        }
    }
}
