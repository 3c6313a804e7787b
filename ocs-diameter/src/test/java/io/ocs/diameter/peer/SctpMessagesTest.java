package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.nio.sctp.Association;
import com.sun.nio.sctp.MessageInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.sctp.SctpMessage;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: over SCTP each Diameter message is a message of its own, and what comes reads as it does over TCP. */
class SctpMessagesTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new SctpMessages());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** What the kernel says about what it has received. */
    private static final class Received extends MessageInfo {

        private final int bytes;
        private final int stream;

        Received(int bytes, int stream) {
            this.bytes = bytes;
            this.stream = stream;
        }

        @Override
        public SocketAddress address() {
            return null;
        }

        @Override
        public Association association() {
            return null;
        }

        @Override
        public int bytes() {
            return bytes;
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public MessageInfo complete(boolean complete) {
            return this;
        }

        @Override
        public boolean isUnordered() {
            return true;
        }

        @Override
        public MessageInfo unordered(boolean unordered) {
            return this;
        }

        @Override
        public int payloadProtocolID() {
            return SctpMessages.CLEAR_TEXT;
        }

        @Override
        public MessageInfo payloadProtocolID(int id) {
            return this;
        }

        @Override
        public int streamNumber() {
            return stream;
        }

        @Override
        public MessageInfo streamNumber(int number) {
            return this;
        }

        @Override
        public long timeToLive() {
            return 0;
        }

        @Override
        public MessageInfo timeToLive(long millis) {
            return this;
        }
    }

    @Test
    void eachMessageOfABatchIsSentAlone() {
        List<byte[]> messages = List.of(Ccr.dwr("a.example.com"), Ccr.initial().bytes(), Ccr.dpr("b.example.com"));
        ByteBuf batch = Unpooled.wrappedBuffer(AvpBuilder.join(messages));
        channel.writeOutbound(batch);
        for (byte[] expected : messages) {
            SctpMessage sent = channel.readOutbound();
            assertThat(ByteBufUtil.getBytes(sent.content())).isEqualTo(expected);
            assertThat(sent.protocolIdentifier()).isEqualTo(46);
            assertThat(sent.streamIdentifier()).isZero();
            assertThat(sent.isUnordered()).isFalse();
            sent.release();
        }
        assertThat(batch.refCnt()).as("owners of the batch").isZero();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void whatComesOnAnyStreamIsItsOctets() {
        byte[] message = Ccr.initial().bytes();
        for (int stream = 0; stream < 3; stream++) {
            channel.writeInbound(
                    new SctpMessage(new Received(message.length, stream), Unpooled.wrappedBuffer(message)));
            ByteBuf read = channel.readInbound();
            assertThat(ByteBufUtil.getBytes(read)).isEqualTo(message);
            assertThat(read.refCnt()).isEqualTo(1);
            read.release();
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void theEndOfTheAssociationEndsTheConnection() {
        ByteBuf nothing = Unpooled.buffer();
        channel.writeInbound(new SctpMessage(new Received(-1, 0), nothing));
        assertThat(channel.isOpen()).isFalse();
        assertThat(nothing.refCnt()).isZero();
        assertThat(channel.inboundMessages()).isEmpty();
    }
}
