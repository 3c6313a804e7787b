package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Capture;
import io.ocs.diameter.support.Ccr;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Goal: a request on the ordinary path costs no garbage. */
class AllocationTest {

    private static final int ROUNDS = 100_000;

    private final CodecFixture fixture = new CodecFixture();
    private final CreditControlExchange exchange = new CreditControlExchange();
    private final OverloadReport report = new OverloadReport();
    private CreditControlRequest spare = new CreditControlRequest();

    @Test
    void decodingAndEncodingAllocateNothing() throws Exception {
        assertNothingAllocated(
                Capture.isPresent()
                        ? Capture.of("open5gs-data-session")
                                .creditControlRequests()
                                .get(1)
                        : Ccr.dataUpdate().bytes());
    }

    @Test
    void overloadReportsAllocateNothing() throws Exception {
        report.set(1_000_000, 35, 30);
        byte[] features = AvpBuilder.optional(621, AvpBuilder.optional(622, AvpBuilder.int64(1)));
        assertNothingAllocated(Ccr.dataUpdate().add(features).bytes());
        assertThat(exchange.envelope.overloadControl).isTrue();
    }

    private void assertNothingAllocated(byte[] message) throws Exception {
        ByteBuf in = Unpooled.directBuffer(message.length).writeBytes(message);
        ByteBuf out = Unpooled.directBuffer(4096);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        run(in, out, message.length); // warm up
        long before = threads.getThreadAllocatedBytes(thread);
        run(in, out, message.length);
        long perRound = (threads.getThreadAllocatedBytes(thread) - before) / ROUNDS;
        assertThat(perRound).as("bytes allocated per request").isZero();
        in.release();
        out.release();
    }

    @Test
    void whatAProfileAddsAllocatesNothing() throws Exception {
        byte[] message =
                Ccr.dataUpdate().add(AvpBuilder.tgpp(2055, AvpBuilder.int32(1))).bytes();
        fixture.codec.decode(Unpooled.wrappedBuffer(message), 0, message.length, spare, fixture.envelope);
        spare = exchange.swap(spare);
        GeneratedAnswers.tellEverything(exchange);
        ByteBuf out = Unpooled.directBuffer(4096);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        encode(out); // warm up
        long before = threads.getThreadAllocatedBytes(thread);
        encode(out);
        long perRound = (threads.getThreadAllocatedBytes(thread) - before) / ROUNDS;
        assertThat(perRound).as("bytes allocated per answer").isZero();
        assertThat(out.readableBytes()).isGreaterThan(800); // it was all there
        out.release();
    }

    private void encode(ByteBuf out) {
        for (int i = 0; i < ROUNDS; i++) {
            out.clear();
            fixture.codec.encode(exchange, out);
        }
    }

    private void run(ByteBuf in, ByteBuf out, int length) throws DiameterException {
        for (int i = 0; i < ROUNDS; i++) {
            fixture.codec.decode(in, 0, length, spare, fixture.envelope);
            exchange.envelope.copyFrom(fixture.envelope);
            spare = exchange.swap(spare);
            exchange.answer.clear();
            ServiceGrant grant = exchange.answer.addGrant(ServiceUsage.ABSENT, ServiceUsage.ABSENT);
            grant.granted(UnitKind.TOTAL_OCTETS, exchange.request().service(0).requested(UnitKind.TOTAL_OCTETS));
            grant.validityTimeS(600);
            out.clear();
            fixture.codec.encode(exchange, report, out);
        }
    }
}
