package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.TriggerType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import java.util.List;

/** Writes what one service is told: a Multiple-Services-Credit-Control (RFC 8506 §8.16), or its units at command level. No allocation. */
final class GrantEncoder {

    private static final long UNSIGNED32_MAX = 0xffffffffL;

    // Tariff-Change-Usage (RFC 8506 §8.27)
    private static final int BEFORE_CHANGE = 0;
    private static final int AFTER_CHANGE = 1;
    private static final int NO_CHANGE = -1;

    /** G-S-U-Pool-Identifier: a session has one pool. */
    private static final int POOL = 1;

    private GrantEncoder() {}

    static void service(CreditControlRequest request, CreditControlAnswer answer, int index, ByteBuf out) {
        if (answer.grant(index).tariffTimeChangeMs() > 0) { // two quotas, RFC 8506 §5.1.2
            service(request, answer, index, BEFORE_CHANGE, out);
            service(request, answer, index, AFTER_CHANGE, out);
        } else {
            service(request, answer, index, NO_CHANGE, out);
        }
    }

    private static void service(
            CreditControlRequest request, CreditControlAnswer answer, int index, int change, ByteBuf out) {
        ServiceGrant grant = answer.grant(index);
        int group = AvpWriter.begin(out, Avp.MULTIPLE_SERVICES_CREDIT_CONTROL);
        grantedUnits(request, answer, index, out);
        if (change != NO_CHANGE) {
            AvpWriter.unsigned32(out, Avp.TARIFF_CHANGE_USAGE, change);
        }
        if (grant.serviceIdentifier() != ServiceUsage.ABSENT) {
            serviceIdentifiers(request, grant, out);
        }
        if (grant.ratingGroup() != ServiceUsage.ABSENT) {
            AvpWriter.unsigned32(out, Avp.RATING_GROUP, grant.ratingGroup());
        }
        if (grant.kind() != null && grant.poolDigits() != 0) {
            poolReference(grant, change, out);
        }
        validity(grant, out);
        AvpWriter.unsigned32(out, Avp.RESULT_CODE, grant.resultCode().code());
        FinalUnitEncoder.write(grant.finalUnit(), request.client().finalUnitExtensions(), out);
        if (grant.kind() != null) {
            quotaManagement(grant, request.client(), out);
        }
        AvpWriter.end(out, group);
    }

    /** All that the request names for the service: the quota is for them together. */
    private static void serviceIdentifiers(CreditControlRequest request, ServiceGrant grant, ByteBuf out) {
        AvpWriter.unsigned32(out, Avp.SERVICE_IDENTIFIER, grant.serviceIdentifier());
        for (int i = 0; i < request.serviceCount(); i++) {
            ServiceUsage usage = request.service(i);
            if (usage.ratingGroup() == grant.ratingGroup() && usage.serviceIdentifier() == grant.serviceIdentifier()) {
                for (int further = 1; further < usage.identifierCount(); further++) {
                    AvpWriter.unsigned32(out, Avp.SERVICE_IDENTIFIER, usage.identifier(further));
                }
                return;
            }
        }
    }

    /** What one of the granted units counts in the session's credit pool (RFC 8506 §8.30). */
    private static void poolReference(ServiceGrant grant, int change, ByteBuf out) {
        int group = AvpWriter.begin(out, Avp.G_S_U_POOL_REFERENCE);
        AvpWriter.unsigned32(out, Avp.G_S_U_POOL_IDENTIFIER, POOL);
        AvpWriter.unsigned32(out, Avp.CC_UNIT_TYPE, unitType(grant.kind()));
        if (change == AFTER_CHANGE) {
            UnitValue.write(out, grant.poolDigitsBehind(), grant.poolExponentBehind());
        } else {
            UnitValue.write(out, grant.poolDigits(), grant.poolExponent());
        }
        AvpWriter.end(out, group);
    }

    /** CC-Unit-Type (RFC 8506 §8.32). */
    private static int unitType(UnitKind kind) {
        return switch (kind) {
            case TIME -> 0;
            case MONEY -> 1;
            case TOTAL_OCTETS -> 2;
            case INPUT_OCTETS -> 3;
            case OUTPUT_OCTETS -> 4;
            case SERVICE_SPECIFIC -> 5;
        };
    }

    /** The units of a request without MSCC. */
    static void commandLevel(CreditControlRequest request, CreditControlAnswer answer, ByteBuf out) {
        ServiceGrant grant = answer.grant(0);
        grantedUnits(request, answer, 0, out);
        FinalUnitEncoder.write(grant.finalUnit(), request.client().finalUnitExtensions(), out);
        validity(grant, out);
    }

    private static void grantedUnits(CreditControlRequest request, CreditControlAnswer answer, int index, ByteBuf out) {
        ServiceGrant grant = answer.grant(index);
        if (grant.kind() == null) {
            return;
        }
        int group = AvpWriter.begin(out, Avp.GRANTED_SERVICE_UNIT);
        if (grant.tariffTimeChangeMs() > 0) {
            AvpWriter.unsigned32(out, Avp.TARIFF_TIME_CHANGE, NtpTime.ofMs(grant.tariffTimeChangeMs()));
        }
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

    /** When to ask again although units are left (TS 32.299 §6.5). */
    private static void quotaManagement(ServiceGrant grant, ClientProfile client, ByteBuf out) {
        int thresholdKey = thresholdKey(grant.kind(), client);
        if (grant.quotaThreshold() > 0 && thresholdKey != 0) {
            AvpWriter.unsigned32(out, thresholdKey, Math.min(grant.quotaThreshold(), UNSIGNED32_MAX));
        }
        if (client.quotaTimes()) {
            if (grant.quotaHoldingTimeS() > 0) {
                AvpWriter.unsigned32(out, Avp.QUOTA_HOLDING_TIME, grant.quotaHoldingTimeS());
            }
            if (grant.quotaConsumptionTimeS() > 0 && grant.kind() == UnitKind.TIME) {
                AvpWriter.unsigned32(out, Avp.QUOTA_CONSUMPTION_TIME, grant.quotaConsumptionTimeS());
            }
        }
        triggers(client.triggers(), out);
    }

    /** The threshold AVP of a kind of units, 0 if there is none. */
    private static int thresholdKey(UnitKind kind, ClientProfile client) {
        return switch (kind) {
            case TIME -> Avp.TIME_QUOTA_THRESHOLD;
            case TOTAL_OCTETS, INPUT_OCTETS, OUTPUT_OCTETS -> Avp.VOLUME_QUOTA_THRESHOLD;
            case SERVICE_SPECIFIC -> client.quotaTimes() ? Avp.UNIT_QUOTA_THRESHOLD : 0;
            case MONEY -> 0;
        };
    }

    private static void triggers(List<TriggerType> armed, ByteBuf out) {
        if (armed.isEmpty()) {
            return;
        }
        int group = AvpWriter.begin(out, Avp.TRIGGER);
        for (int i = 0; i < armed.size(); i++) {
            AvpWriter.unsigned32(out, Avp.TRIGGER_TYPE, armed.get(i).value());
        }
        AvpWriter.end(out, group);
    }
}
