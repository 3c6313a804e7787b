package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.request.ClientProfile.FailureHandling;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlAnswer.CheckBalance;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;

/**
 * Writes a Credit-Control-Answer (RFC 8506 §3.2) in the order of its grammar, with nothing in it that a client of RFC 4006 would have to refuse.
 * Belongs to one event loop.
 */
final class CreditControlEncoder {

    private final LocalNode node;

    CreditControlEncoder(LocalNode node) {
        this.node = node;
    }

    /** {@code report} is null if there is none to give to this client. */
    void encode(CreditControlExchange exchange, OverloadReport report, ByteBuf out) {
        CreditControlRequest request = exchange.request();
        CreditControlAnswer answer = exchange.answer;
        int start = MessageWriter.begin(
                out,
                flags(answer.resultCode(), exchange.envelope),
                DiameterHeader.CREDIT_CONTROL,
                DiameterHeader.APPLICATION_CREDIT_CONTROL);
        MessageWriter.identifiers(out, exchange.envelope.hopByHop, exchange.envelope.endToEnd);
        AvpWriter.octets(out, Avp.SESSION_ID, request.sessionId);
        AvpWriter.unsigned32(out, Avp.RESULT_CODE, answer.resultCode().code());
        node.writeOrigin(out);
        AvpWriter.unsigned32(out, Avp.AUTH_APPLICATION_ID, DiameterHeader.APPLICATION_CREDIT_CONTROL);
        AvpWriter.unsigned32(out, Avp.CC_REQUEST_TYPE, request.type().value());
        AvpWriter.unsigned32(out, Avp.CC_REQUEST_NUMBER, request.number());
        failureHandling(request, answer, out);
        grants(request, answer, out);
        information(request, answer, out);
        if (exchange.envelope.overloadControl) {
            OverloadFeatures.write(report, out);
        }
        out.writeBytes(exchange.envelope.proxyInfo.array(), 0, exchange.envelope.proxyInfo.length());
        MessageWriter.end(out, start);
    }

    private static int flags(ResultCode code, Envelope envelope) {
        return (envelope.proxiable ? DiameterHeader.FLAG_PROXIABLE : 0)
                | (code.isProtocolError() ? DiameterHeader.FLAG_ERROR : 0);
    }

    private static void grants(CreditControlRequest request, CreditControlAnswer answer, ByteBuf out) {
        if (request.multipleServices()) {
            for (int i = 0; i < answer.grantCount(); i++) {
                GrantEncoder.service(request, answer, i, out);
            }
        } else if (answer.grantCount() > 0) {
            GrantEncoder.commandLevel(request, answer, out);
        }
    }

    /** What the client shall do when this server does not answer the next time: for sessions, or for events. */
    private static void failureHandling(CreditControlRequest request, CreditControlAnswer answer, ByteBuf out) {
        FailureHandling told = request.client().failureHandling();
        if (!answer.resultCode().isSuccess() || request.type() == RequestType.TERMINATION) {
            return;
        }
        if (request.type() == RequestType.EVENT) {
            enumerated(out, Avp.DIRECT_DEBITING_FAILURE_HANDLING, told.directDebiting());
        } else {
            enumerated(out, Avp.CC_SESSION_FAILOVER, told.sessionFailover());
            enumerated(out, Avp.CREDIT_CONTROL_FAILURE_HANDLING, told.creditControl());
        }
    }

    private static void enumerated(ByteBuf out, int key, Enum<?> value) {
        if (value != null) {
            AvpWriter.unsigned32(out, key, value.ordinal());
        }
    }

    private static void information(CreditControlRequest request, CreditControlAnswer answer, ByteBuf out) {
        if (answer.costCurrency() != 0) {
            UnitValue.writeMoney(out, Avp.COST_INFORMATION, answer.costMicros(), answer.costCurrency());
        }
        if (answer.balanceCurrency() != 0) {
            AvpWriter.unsigned32(out, Avp.LOW_BALANCE_INDICATION, answer.balanceLow() ? 1 : 0);
            UnitValue.writeMoney(out, Avp.REMAINING_BALANCE, answer.balanceMicros(), answer.balanceCurrency());
        }
        if (answer.checkBalance() != CheckBalance.NONE) {
            int noCredit = answer.checkBalance() == CheckBalance.ENOUGH_CREDIT ? 0 : 1;
            AvpWriter.unsigned32(out, Avp.CHECK_BALANCE_RESULT, noCredit);
        }
        AdviceEncoder.write(answer, out);
        FailedAvp.write(request, answer, out);
        String text =
                answer.errorMessage() == null ? RefusalText.ofRequest(answer.resultCode()) : answer.errorMessage();
        if (text != null) {
            AvpWriter.utf8(out, Avp.ERROR_MESSAGE, text);
        }
    }
}
