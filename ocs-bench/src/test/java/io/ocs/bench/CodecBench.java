package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the generator's own code costs for a request, without network: its share of {@code client µs} in the bench's table. Run
 * {@code org.openjdk.jmh.Main CodecBench -prof gc} on the class path of the tests.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBench {
    private static final int SUBSCRIBER_DIGITS = 12;

    @Param({"data", "data-wide"})
    private String mix;

    private final ByteBuf requests = Unpooled.directBuffer();
    private final ByteBuf answers = Unpooled.directBuffer();
    private final VirtualSession session = new VirtualSession(0, SUBSCRIBER_DIGITS);
    private final AnswerReader reader = new AnswerReader();
    private Template update;

    /** An answer as the no-logic server gives it. */
    @Setup
    public void prepare() {
        update = new TemplateBuilder(Mix.parse(mix), "bench.example.com", 1, SUBSCRIBER_DIGITS)
                .buildAll()[Protocol.UPDATE];
        session.begin(Protocol.INITIAL, 42, 491_700_000_007L, 1);
        session.proceed();
        update.append(requests, session, 0);
        EmbeddedChannel server = new EmbeddedChannel(new NoLogicHandler());
        server.writeInbound(requests.copy());
        ByteBuf answer = server.readOutbound();
        answers.writeBytes(answer);
        answer.release();
    }

    /** Copying and patching one update request. */
    @Benchmark
    public ByteBuf request() {
        requests.clear();
        update.append(requests, session, 0);
        return requests;
    }

    /** Reading and checking one answer. */
    @Benchmark
    public boolean answer() {
        return reader.read(answers, 0, answers.readableBytes()) && reader.matches(answers, session);
    }
}
