package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ocs.core.ResultCode;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.diameter.support.Parsed;
import java.net.InetAddress;

/**
 * What holds for any octets that a peer may send: they are cut into messages; each is understood or refused; a refusal of a request is a well-formed answer,
 * and nothing is read of an answer that it does not say; what was understood of a CCR is understood again from another message that says the same (decode, encode, decode), and its answer is well-formed too.
 */
final class AnyOctets implements DiameterFrameDecoder.FrameHandler {

    private static final int MESSAGE_LENGTH_MAX = 64 * 1024;

    private final LocalNode node = new LocalNode("ocs.example.com", "example.com", "OCS", 1);
    private final CodecFixture fixture = new CodecFixture();
    private final ErrorAnswer errorAnswer = new ErrorAnswer(node);
    private final BaseMessages baseMessages = new BaseMessages(node);
    private final BaseRequestDecoder baseRequests = new BaseRequestDecoder();
    private final CapabilitiesAnswerDecoder capabilitiesAnswers = new CapabilitiesAnswerDecoder();
    private final ClientRequestCodec clientRequests = new ClientRequestCodec(node);
    private int understood;
    private int refused;

    /** Messages that were understood so far. */
    int understood() {
        return understood;
    }

    /** Messages that were refused so far. */
    int refused() {
        return refused;
    }

    /** Checks what a connection would do with these octets. */
    void check(byte[] octets) {
        DiameterFrameDecoder frames = new DiameterFrameDecoder(MESSAGE_LENGTH_MAX);
        frames.decode(Unpooled.wrappedBuffer(octets), UnpooledByteBufAllocator.DEFAULT, this);
        frames.close();
    }

    @Override
    public boolean onFrame(ByteBuf buffer, int offset, int length) {
        if (!DiameterHeader.isRequest(buffer, offset)) {
            answer(buffer, offset, length);
            return true;
        }
        try {
            DiameterHeader.checkFlags(buffer, offset);
            switch (DiameterHeader.command(buffer, offset)) {
                case DiameterHeader.CREDIT_CONTROL -> creditControl(buffer, offset, length);
                case DiameterHeader.CAPABILITIES_EXCHANGE -> baseRequests.capabilities(buffer, offset, length);
                case DiameterHeader.DEVICE_WATCHDOG -> baseRequests.watchdog(buffer, offset, length);
                case DiameterHeader.DISCONNECT_PEER -> baseRequests.disconnect(buffer, offset, length);
                default -> throw DiameterException.message(ResultCode.COMMAND_UNSUPPORTED, "no such command");
            }
            understood++;
        } catch (DiameterException e) {
            refuse(buffer, offset, length, e);
        }
        return true;
    }

    @Override
    public void onFault(ByteBuf buffer, int offset, DiameterException fault) {
        if (DiameterHeader.isRequest(buffer, offset)) {
            refuse(buffer, offset, DiameterHeader.LENGTH, fault);
        }
    }

    /** What is wrong with an answer is told to nobody: it is understood or it is not. */
    private void answer(ByteBuf buffer, int offset, int length) {
        int command = DiameterHeader.command(buffer, offset);
        try {
            if (command == DiameterHeader.CAPABILITIES_EXCHANGE) {
                CapabilitiesAnswer answer = capabilitiesAnswers.decode(buffer, offset, length);
                assertThat(isSaid(answer.resultCode(), buffer, offset, length)).isTrue();
            } else if (ClientRequestCodec.isAnswer(command)) {
                int resultCode = clientRequests.resultCode(buffer, offset, length);
                assertThat(resultCode == 0 || isSaid(resultCode & 0xffffffffL, buffer, offset, length))
                        .isTrue();
            }
            understood++;
        } catch (DiameterException e) {
            refused++;
        }
    }

    /** Whether four octets of a message are this number. */
    private static boolean isSaid(long number, ByteBuf buffer, int offset, int length) {
        for (int at = offset + DiameterHeader.LENGTH; at <= offset + length - 4; at += 4) {
            if (buffer.getUnsignedInt(at) == number) {
                return true;
            }
        }
        return false;
    }

    private void refuse(ByteBuf buffer, int offset, int length, DiameterException mistake) {
        refused++;
        ByteBuf out = Unpooled.buffer();
        if (DiameterHeader.command(buffer, offset) == DiameterHeader.CAPABILITIES_EXCHANGE) {
            InetAddress local = InetAddress.getLoopbackAddress();
            baseMessages.capabilitiesAnswer(buffer, offset, mistake.resultCode(), local, mistake, out);
        } else {
            errorAnswer.encode(buffer, offset, length, mistake, out);
        }
        Parsed answer = Parsed.of(ByteBufUtil.getBytes(out));
        assertThat(answer.resultCode()).isEqualTo(mistake.resultCode().code());
        assertThat(answer.hopByHop()).isEqualTo(DiameterHeader.hopByHop(buffer, offset));
    }

    private void creditControl(ByteBuf buffer, int offset, int length) throws DiameterException {
        CreditControlExchange exchange = new CreditControlExchange();
        CreditControlRequest request = new CreditControlRequest();
        fixture.codec.decode(buffer, offset, length, request, fixture.envelope);
        String meaning = NormalForm.text(request);
        byte[] again = NormalForm.octets(request);
        try {
            assertThat(NormalForm.text(fixture.decode(again))).isEqualTo(meaning);
        } catch (DiameterException e) {
            throw new AssertionError("what was understood is refused when it is said again: " + meaning, e);
        }
        fixture.codec.decode(buffer, offset, length, request, fixture.envelope);
        exchange.swap(request);
        exchange.envelope.copyFrom(fixture.envelope);
        exchange.answer.clear();
        answer(exchange);
    }

    private void answer(CreditControlExchange exchange) {
        CreditControlRequest request = exchange.request();
        for (int i = 0; i < request.serviceCount(); i++) {
            exchange.answer
                    .addGrant(
                            request.service(i).ratingGroup(), request.service(i).serviceIdentifier())
                    .resultCode(i % 2 == 0 ? ResultCode.SUCCESS : ResultCode.RATING_FAILED);
        }
        Parsed answer = fixture.answer(exchange);
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.octets(263)).hasSize(request.sessionId.length());
        assertThat(answer.number(415)).isEqualTo(request.number());
    }
}
