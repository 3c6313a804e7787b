package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;

/**
 * Failed-AVP (RFC 6733 §7.5) of a refusal by the charging function: the AVP of the request that it names, rebuilt from the normal form, or an
 * example of it if the request has none. Each Multiple-Services-Credit-Control that cannot be rated has one of its own (RFC 8506 §9.2), with the
 * group around what names the service.
 */
final class FailedAvp {

    private FailedAvp() {}

    /** Appends what the answer has of them, which may be none. */
    static void write(CreditControlRequest request, CreditControlAnswer answer, ByteBuf out) {
        if (request.multipleServices() && answer.grantCount() > 0) {
            for (int i = 0; i < answer.grantCount(); i++) {
                if (answer.grant(i).resultCode() == ResultCode.RATING_FAILED) {
                    unrated(request, service(request, answer.grant(i)), out);
                }
            }
        } else if (answer.failed() != Failed.NONE) {
            int index = answer.failedService();
            int group = AvpWriter.begin(out, Avp.FAILED_AVP);
            member(request, answer.failed(), index < request.serviceCount() ? request.service(index) : null, out);
            AvpWriter.end(out, group);
        }
    }

    /** The service of the request that a grant is for. */
    private static ServiceUsage service(CreditControlRequest request, ServiceGrant grant) {
        for (int i = 0; i < request.serviceCount(); i++) {
            ServiceUsage usage = request.service(i);
            if (usage.ratingGroup() == grant.ratingGroup() && usage.serviceIdentifier() == grant.serviceIdentifier()) {
                return usage;
            }
        }
        throw new IllegalStateException(
                "a grant for rating group " + grant.ratingGroup() + ", which was not asked for");
    }

    private static void unrated(CreditControlRequest request, ServiceUsage service, ByteBuf out) {
        Failed failed = Failed.ofRating(request.type(), service);
        int group = AvpWriter.begin(out, Avp.FAILED_AVP);
        switch (failed) {
            case SERVICE_CONTEXT_ID -> member(request, failed, service, out);
            case CC_MONEY -> {
                int services = AvpWriter.begin(out, Avp.MULTIPLE_SERVICES_CREDIT_CONTROL);
                int requested = AvpWriter.begin(out, Avp.REQUESTED_SERVICE_UNIT);
                member(request, failed, service, out);
                AvpWriter.end(out, requested);
                AvpWriter.end(out, services);
            }
            default -> {
                int services = AvpWriter.begin(out, Avp.MULTIPLE_SERVICES_CREDIT_CONTROL);
                member(request, failed, service, out);
                AvpWriter.end(out, services);
            }
        }
        AvpWriter.end(out, group);
    }

    private static void member(CreditControlRequest request, Failed failed, ServiceUsage service, ByteBuf out) {
        switch (failed) {
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
