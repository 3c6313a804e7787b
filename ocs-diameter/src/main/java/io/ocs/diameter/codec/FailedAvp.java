package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;

/**
 * Failed-AVP (RFC 6733 §7.5) of a refusal by the charging function: the AVP of the request that it names, rebuilt from the normal form, or an
 * example of it if the request has none.
 */
final class FailedAvp {

    private FailedAvp() {}

    static void write(CreditControlRequest request, CreditControlAnswer answer, ByteBuf out) {
        int group = AvpWriter.begin(out, Avp.FAILED_AVP);
        int index = answer.failedService();
        ServiceUsage service = index < request.serviceCount() ? request.service(index) : null;
        switch (answer.failed()) {
            case NONE -> {}
            case SUBSCRIPTION_ID -> subscription(request, out);
            case SERVICE_CONTEXT_ID -> AvpWriter.octets(out, Avp.SERVICE_CONTEXT_ID, request.serviceContextId);
            case RATING_GROUP ->
                number(out, Avp.RATING_GROUP, service == null ? ServiceUsage.ABSENT : service.ratingGroup());
            case SERVICE_IDENTIFIER ->
                number(
                        out,
                        Avp.SERVICE_IDENTIFIER,
                        service == null ? ServiceUsage.ABSENT : service.serviceIdentifier());
            case REQUESTED_ACTION ->
                number(
                        out,
                        Avp.REQUESTED_ACTION,
                        request.action() == null ? 0 : request.action().ordinal());
            case CALLED_PARTY -> AvpWriter.octets(out, Avp.CALLED_PARTY_ADDRESS, request.calledParty);
            case REQUESTED_SERVICE_UNIT -> requested(service, out);
            case CC_MONEY -> money(service, out);
        }
        AvpWriter.end(out, group);
    }

    private static void number(ByteBuf out, int key, long value) {
        AvpWriter.unsigned32(out, key, Math.max(0, value));
    }

    private static void subscription(CreditControlRequest request, ByteBuf out) {
        int group = AvpWriter.begin(out, Avp.SUBSCRIPTION_ID);
        if (request.subscriptionCount() > 0) {
            AvpWriter.unsigned32(
                    out, Avp.SUBSCRIPTION_ID_TYPE, request.subscriptionType(0).ordinal());
            AvpWriter.octets(out, Avp.SUBSCRIPTION_ID_DATA, request.subscriptionData(0));
        }
        AvpWriter.end(out, group);
    }

    private static void requested(ServiceUsage service, ByteBuf out) {
        int group = AvpWriter.begin(out, Avp.REQUESTED_SERVICE_UNIT);
        if (service != null) {
            amount(out, Avp.CC_TOTAL_OCTETS, service.requested(UnitKind.TOTAL_OCTETS));
            amount(out, Avp.CC_INPUT_OCTETS, service.requested(UnitKind.INPUT_OCTETS));
            amount(out, Avp.CC_OUTPUT_OCTETS, service.requested(UnitKind.OUTPUT_OCTETS));
            amount(out, Avp.CC_SERVICE_SPECIFIC_UNITS, service.requested(UnitKind.SERVICE_SPECIFIC));
            if (service.requested(UnitKind.TIME) != ServiceUsage.ABSENT) {
                AvpWriter.unsigned32(out, Avp.CC_TIME, service.requested(UnitKind.TIME));
            }
            if (service.requested(UnitKind.MONEY) != ServiceUsage.ABSENT) {
                money(service, out);
            }
        }
        AvpWriter.end(out, group);
    }

    private static void amount(ByteBuf out, int key, long units) {
        if (units != ServiceUsage.ABSENT) {
            AvpWriter.unsigned64(out, key, units);
        }
    }

    private static void money(ServiceUsage service, ByteBuf out) {
        long micros = service == null ? 0 : Math.max(0, service.requested(UnitKind.MONEY));
        UnitValue.writeMoney(out, Avp.CC_MONEY, micros, service == null ? 0 : service.currency());
    }
}
