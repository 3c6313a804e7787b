package io.ocs.diameter.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the longest message that is served, however it is made, costs bounded time and memory. */
class ParserBoundsTest {

    private static final int ROOM = 62_000;
    private static final int ATTEMPTS = 20;
    /** A message of 64 KiB takes some tenths of a millisecond; the bound leaves room for a busy machine, not for what is not linear. */
    private static final Duration TIME_MAX = Duration.ofMillis(20);

    /** Messages of nearly 64 KiB that give a parser the most to do. */
    static Stream<Named<byte[]>> hostile() {
        byte[] name = AvpBuilder.text(1, "x".repeat(ROOM / 2 - 100));
        byte[] address = AvpBuilder.tgpp(832, "tel:+49;x".repeat(20).getBytes(US_ASCII));
        byte[] used = AvpBuilder.group(446, AvpBuilder.u64(421, Long.MAX_VALUE));
        byte[] subscription = AvpBuilder.group(443, AvpBuilder.u32(450, 0), AvpBuilder.text(444, "1"));
        byte[] proxy = AvpBuilder.group(284, AvpBuilder.text(280, "p"), AvpBuilder.text(33, "s"));
        return Stream.of(
                Named.of("many small AVPs", ccr(many(AvpBuilder.optional(9999, new byte[0])))),
                Named.of("many known AVPs", ccr(many(AvpBuilder.u32(480, 1)))),
                Named.of("the same AVP again and again", ccr(many(AvpBuilder.text(264, "client.example.com")))),
                Named.of("a long AVP again", ccr(AvpBuilder.join(name, name))),
                Named.of("many Subscription-Ids", ccr(many(subscription))),
                Named.of("many Route-Records", ccr(many(AvpBuilder.text(282, "ocs.example.co")))),
                Named.of("used units in one service", ccr(AvpBuilder.group(456, many(used)))),
                Named.of("units at command level", ccr(many(used))),
                Named.of("nested groups", ccr(AvpBuilder.tgppGroup(873, nested(3_000)))),
                Named.of("groups as deep as may be", ccr(AvpBuilder.tgppGroup(873, many(nested(6))))),
                Named.of("many addresses", ccr(AvpBuilder.tgppGroup(873, AvpBuilder.tgppGroup(876, many(address))))),
                Named.of("a long unknown mandatory AVP", ccr(AvpBuilder.avp(9999, new byte[ROOM]))),
                Named.of("much Proxy-Info", ccr(many(proxy))),
                Named.of(
                        "a long Session-Id",
                        Ccr.initial().session("x".repeat(ROOM)).bytes()));
    }

    private static byte[] ccr(byte[] avps) {
        return Ccr.of(2, 1).add(avps).bytes();
    }

    private static byte[] many(byte[] avp) {
        return AvpBuilder.join(Collections.nCopies(ROOM / avp.length, avp));
    }

    private static byte[] nested(int depth) {
        byte[] inner = AvpBuilder.tgppGroup(874);
        for (int i = 1; i < depth; i++) {
            inner = AvpBuilder.tgppGroup(874, inner);
        }
        return inner;
    }

    private final CodecFixture fixture = new CodecFixture();
    private final ErrorAnswer errorAnswer = new ErrorAnswer(new LocalNode("ocs.example.com", "example.com", "OCS", 1));
    private final CreditControlRequest request = new CreditControlRequest();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @MethodSource("hostile")
    void costsBoundedTimeAndMemory(byte[] message) {
        assertThat(message.length).isBetween(30_000, 64 * 1024);
        ByteBuf in = Unpooled.directBuffer(message.length).writeBytes(message);
        ByteBuf out = Unpooled.directBuffer(256 * 1024);
        long fastest = Long.MAX_VALUE;
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadCpuTime();
            handle(in, message.length, out.clear());
            fastest = Math.min(fastest, threads.getCurrentThreadCpuTime() - before);
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - bytesBefore);
        }
        assertThat(Duration.ofNanos(fastest)).as("processor time").isLessThan(TIME_MAX);
        assertThat(allocated).as("octets allocated").isLessThan(10L * message.length);
        assertThat(out.readableBytes()).as("octets of the answer").isLessThan(2 * message.length + 1024);
        in.release();
        out.release();
    }

    private void handle(ByteBuf in, int length, ByteBuf out) {
        try {
            fixture.codec.decode(in, 0, length, request, fixture.envelope);
        } catch (DiameterException e) {
            errorAnswer.encode(in, 0, length, e, out);
        }
    }
}
