package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ocs.core.ResultCode;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameDecoderTest {

    private static final class Collector implements DiameterFrameDecoder.FrameHandler {
        private final List<byte[]> frames = new ArrayList<>();
        private final List<DiameterException> faults = new ArrayList<>();

        @Override
        public boolean onFrame(ByteBuf buffer, int offset, int length) {
            frames.add(ByteBufUtil.getBytes(buffer, offset, length));
            return true;
        }

        @Override
        public void onFault(ByteBuf buffer, int offset, DiameterException fault) {
            assertThat(DiameterHeader.hopByHop(buffer, offset)).isEqualTo(0x11223344);
            faults.add(fault);
        }
    }

    static LongStream seeds() {
        return Seeds.of(200);
    }

    /** Goal: however a stream is cut into reads, the same messages come out. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyCutGivesTheSameMessages(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            messages.add(
                    Ccr.initial().session("s".repeat(random.nextInt(1, 100))).bytes());
        }
        byte[] stream = AvpBuilder.join(messages);
        Collector collector = new Collector();
        DiameterFrameDecoder decoder = new DiameterFrameDecoder(4096);
        int at = 0;
        while (at < stream.length) {
            int count = Math.min(
                    stream.length - at, random.nextInt(4) == 0 ? random.nextInt(1, 6) : random.nextInt(1, 900));
            ByteBuf read = Unpooled.wrappedBuffer(stream, at, count);
            decoder.decode(read, UnpooledByteBufAllocator.DEFAULT, collector);
            assertThat(read.isReadable()).isFalse();
            at += count;
        }
        assertThat(decoder.hasPartial()).isFalse();
        assertThat(collector.frames).as("seed %d", seed).hasSameSizeAs(messages);
        for (int i = 0; i < messages.size(); i++) {
            assertThat(collector.frames.get(i))
                    .as("seed %d, message %d", seed, i)
                    .isEqualTo(messages.get(i));
        }
    }

    @Test
    void halfAMessageTakesNoMoreRoomThanTwiceWhatHasArrived() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        byte[] message =
                Ccr.initial().add(AvpBuilder.optional(9999, new byte[60_000])).bytes();
        DiameterFrameDecoder decoder = new DiameterFrameDecoder(64 * 1024);
        for (int at = 0; at < message.length - 500; at += 500) {
            decoder.decode(Unpooled.wrappedBuffer(message, at, 500), allocator, new Collector());
            assertThat(allocator.metric().usedHeapMemory())
                    .isLessThanOrEqualTo(Math.min(64 * 1024 + 512, Math.max(1024, 2 * (at + 500))));
        }
        assertThat(decoder.hasPartial()).isTrue();
        decoder.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void aFaultyHeaderIsToldWhenItIsComplete() {
        byte[] good = Ccr.initial().bytes();
        byte[] faulty = Ccr.initial().bytes();
        faulty[1] = (byte) 0xff; // sixteen megabytes, of which nothing is waited for
        for (int cut = 1; cut <= 20; cut++) {
            Collector collector = new Collector();
            DiameterFrameDecoder decoder = new DiameterFrameDecoder(4096);
            byte[] first = AvpBuilder.join(good, Arrays.copyOf(faulty, cut));
            decoder.decode(Unpooled.wrappedBuffer(first), UnpooledByteBufAllocator.DEFAULT, collector);
            if (cut < 20) {
                assertThat(collector.faults).isEmpty();
                ByteBuf rest = Unpooled.wrappedBuffer(faulty, cut, faulty.length - cut);
                decoder.decode(rest, UnpooledByteBufAllocator.DEFAULT, collector);
            }
            assertThat(collector.frames).hasSize(1);
            assertThat(collector.faults).hasSize(1);
            assertThat(collector.faults.get(0).resultCode()).isEqualTo(ResultCode.INVALID_MESSAGE_LENGTH);
            assertThat(collector.faults.get(0).scope()).isEqualTo(DiameterException.Scope.CONNECTION);
            decoder.close();
        }
    }
}
