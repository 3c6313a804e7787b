package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlAnswer.CheckBalance;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;

/**
 * Writes a Credit-Control-Answer (RFC 8506 §3.2) in the order of its grammar, with nothing in it that a client of RFC 4006 would have to refuse.
 * Belongs to one event loop.
 */
final class CreditControlEncoder {

    private static final long UNSIGNED32_MAX = 0xffffffffL;
    /** Redirect-Address-Type URL (RFC 8506 §8.38). */
    private static final int ADDRESS_TYPE_URL = 2;

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
                service(request, answer, i, out);
            }
        } else if (answer.grantCount() > 0) {
            ServiceGrant grant = answer.grant(0);
            grantedUnits(request, answer, 0, out);
            finalUnit(grant, out);
            validity(grant, out);
        }
    }

    private static void service(CreditControlRequest request, CreditControlAnswer answer, int index, ByteBuf out) {
        ServiceGrant grant = answer.grant(index);
        int group = AvpWriter.begin(out, Avp.MULTIPLE_SERVICES_CREDIT_CONTROL);
        grantedUnits(request, answer, index, out);
        if (grant.serviceIdentifier() != ServiceUsage.ABSENT) {
            AvpWriter.unsigned32(out, Avp.SERVICE_IDENTIFIER, grant.serviceIdentifier());
        }
        if (grant.ratingGroup() != ServiceUsage.ABSENT) {
            AvpWriter.unsigned32(out, Avp.RATING_GROUP, grant.ratingGroup());
        }
        validity(grant, out);
        AvpWriter.unsigned32(out, Avp.RESULT_CODE, grant.resultCode().code());
        finalUnit(grant, out);
        threshold(grant, out);
        AvpWriter.end(out, group);
    }

    private static void grantedUnits(CreditControlRequest request, CreditControlAnswer answer, int index, ByteBuf out) {
        ServiceGrant grant = answer.grant(index);
        if (grant.kind() == null) {
            return;
        }
        int group = AvpWriter.begin(out, Avp.GRANTED_SERVICE_UNIT);
        switch (grant.kind()) {
            case TIME -> AvpWriter.unsigned32(out, Avp.CC_TIME, Math.min(grant.units(), UNSIGNED32_MAX));
            case TOTAL_OCTETS -> AvpWriter.unsigned64(out, Avp.CC_TOTAL_OCTETS, grant.units());
            case INPUT_OCTETS -> AvpWriter.unsigned64(out, Avp.CC_INPUT_OCTETS, grant.units());
            case OUTPUT_OCTETS -> AvpWriter.unsigned64(out, Avp.CC_OUTPUT_OCTETS, grant.units());
            case SERVICE_SPECIFIC -> AvpWriter.unsigned64(out, Avp.CC_SERVICE_SPECIFIC_UNITS, grant.units());
            case MONEY -> UnitValue.writeMoney(out, Avp.CC_MONEY, grant.units(), currency(request, answer, index));
        }
        AvpWriter.end(out, group);
    }

    /** The currency of granted money: the one of the cost, else the one that was asked in; 0 if neither is known. */
    private static int currency(CreditControlRequest request, CreditControlAnswer answer, int index) {
        if (answer.costCurrency() != 0) {
            return answer.costCurrency();
        }
        return index < request.serviceCount() ? request.service(index).currency() : 0;
    }

    private static void validity(ServiceGrant grant, ByteBuf out) {
        if (grant.validityTimeS() > 0) {
            AvpWriter.unsigned32(out, Avp.VALIDITY_TIME, Math.min(grant.validityTimeS(), UNSIGNED32_MAX));
        }
    }

    private static void finalUnit(ServiceGrant grant, ByteBuf out) {
        FinalUnitAction action = grant.finalUnitAction();
        if (action == null) {
            return;
        }
        int group = AvpWriter.begin(out, Avp.FINAL_UNIT_INDICATION);
        AvpWriter.unsigned32(out, Avp.FINAL_UNIT_ACTION, action.ordinal());
        if (action == FinalUnitAction.REDIRECT && grant.redirectAddress() != null) {
            int server = AvpWriter.begin(out, Avp.REDIRECT_SERVER);
            AvpWriter.unsigned32(out, Avp.REDIRECT_ADDRESS_TYPE, ADDRESS_TYPE_URL);
            AvpWriter.utf8(out, Avp.REDIRECT_SERVER_ADDRESS, grant.redirectAddress());
            AvpWriter.end(out, server);
        }
        AvpWriter.end(out, group);
    }

    private static void threshold(ServiceGrant grant, ByteBuf out) {
        if (grant.quotaThreshold() <= 0 || grant.kind() == null) {
            return;
        }
        long threshold = Math.min(grant.quotaThreshold(), UNSIGNED32_MAX);
        if (grant.kind() == UnitKind.TIME) {
            AvpWriter.unsigned32(out, Avp.TIME_QUOTA_THRESHOLD, threshold);
        } else if (grant.kind() == UnitKind.TOTAL_OCTETS
                || grant.kind() == UnitKind.INPUT_OCTETS
                || grant.kind() == UnitKind.OUTPUT_OCTETS) {
            AvpWriter.unsigned32(out, Avp.VOLUME_QUOTA_THRESHOLD, threshold);
        }
    }

    private static void information(CreditControlRequest request, CreditControlAnswer answer, ByteBuf out) {
        if (answer.costCurrency() != 0) {
            UnitValue.writeMoney(out, Avp.COST_INFORMATION, answer.costMicros(), answer.costCurrency());
        }
        if (answer.checkBalance() != CheckBalance.NONE) {
            int noCredit = answer.checkBalance() == CheckBalance.ENOUGH_CREDIT ? 0 : 1;
            AvpWriter.unsigned32(out, Avp.CHECK_BALANCE_RESULT, noCredit);
        }
        FailedAvp.write(request, answer, out);
        if (answer.errorMessage() != null) {
            AvpWriter.utf8(out, Avp.ERROR_MESSAGE, answer.errorMessage());
        }
    }
}
