package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ocs.core.Octets;
import io.ocs.core.ResultCode;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A message of every kind that the server encodes, for those who give an opinion on them. Who adds an AVP to what is sent adds it here. */
final class EncodedMessages {

    private static final LocalNode NODE = new LocalNode("ocs.example.com", "example.com", "OCS", 1);
    private static final int ANSWERS = 200;
    private static final int DISCONNECT_CAUSES = 3;
    private static final int OC_SUPPORTED_FEATURES = 621;

    private final CodecFixture fixture = new CodecFixture();
    private final List<byte[]> messages = new ArrayList<>();

    private EncodedMessages() {}

    static List<byte[]> all() throws DiameterException, UnknownHostException {
        EncodedMessages all = new EncodedMessages();
        all.base();
        all.clientRequests();
        all.answers();
        all.errors();
        return all.messages;
    }

    private void add(Consumer<ByteBuf> encoder) {
        ByteBuf out = Unpooled.buffer();
        encoder.accept(out);
        messages.add(ByteBufUtil.getBytes(out));
    }

    private void base() throws UnknownHostException {
        BaseMessages base = new BaseMessages(NODE);
        InetAddress six = InetAddress.getByAddress(new byte[16]);
        InetAddress four = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        ByteBuf cer = Unpooled.wrappedBuffer(Ccr.cer("client.example.com", 4));
        add(out -> base.capabilitiesRequest(1, four, out));
        add(out -> base.capabilitiesAnswer(cer, 0, ResultCode.SUCCESS, six, null, out));
        add(out -> base.capabilitiesAnswer(cer, 0, ResultCode.NO_COMMON_APPLICATION, four, null, out));
        add(out -> base.watchdogRequest(5, out));
        add(out -> base.watchdogAnswer(Unpooled.wrappedBuffer(Ccr.dwr("a")), 0, out));
        for (int cause = 0; cause < DISCONNECT_CAUSES; cause++) {
            int said = cause;
            add(out -> base.disconnectRequest(6, said, out));
        }
        add(out -> base.disconnectAnswer(Unpooled.wrappedBuffer(Ccr.dpr("a")), 0, out));
    }

    private void clientRequests() {
        ClientRequestCodec codec = new ClientRequestCodec(NODE);
        Octets session = new Octets(255);
        session.set("smf.example.com;1;2");
        for (ClientRequest.Kind kind : ClientRequest.Kind.values()) {
            ClientRequest request = new ClientRequest(kind, session, 0);
            add(out -> codec.write(request, "smf.example.com", "example.com", 7, 8, false, out));
            add(out -> codec.write(request, "smf.example.com", "example.com", 9, 8, true, out));
        }
    }

    private void answers() throws DiameterException {
        for (long seed = 0; seed < ANSWERS; seed++) {
            messages.add(fixture.encode(GeneratedAnswers.exchange(fixture, new SplittableRandom(seed))));
        }
        CreditControlExchange everything = fixture.exchange(Ccr.dataUpdate().bytes());
        GeneratedAnswers.tellEverything(everything);
        everything.envelope.overloadControl = true;
        add(out -> fixture.codec.encode(everything, overload(), out));
    }

    private static OverloadReport overload() {
        OverloadReport report = new OverloadReport();
        report.set(1_700_000_000_000L, 20, 30);
        return report;
    }

    private void errors() {
        ErrorAnswer errors = new ErrorAnswer(NODE);
        for (int code : new int[] {263, 264, 296, 283, 258, 461, 416, 415}) {
            byte[] request = Ccr.initial().without(code).bytes();
            DiameterException mistake = mistake(request, code);
            add(out -> errors.encode(Unpooled.wrappedBuffer(request), 0, request.length, mistake, out));
        }
        byte[] request = Ccr.initial()
                .add(AvpBuilder.optional(OC_SUPPORTED_FEATURES, new byte[0]))
                .bytes();
        for (ResultCode code : ResultCode.values()) {
            if (code.isProtocolError()) {
                add(out -> errors.encode(Unpooled.wrappedBuffer(request), 0, request.length, code, out));
            }
        }
        add(out -> errors.encodeTooBusy(Unpooled.wrappedBuffer(request), 0, request.length, overload(), out));
    }

    private DiameterException mistake(byte[] request, int without) {
        try {
            fixture.decode(request);
        } catch (DiameterException e) {
            return e;
        }
        throw new AssertionError("accepted without AVP " + without);
    }
}
