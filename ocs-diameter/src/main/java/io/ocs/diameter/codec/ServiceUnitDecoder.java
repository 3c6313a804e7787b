package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import java.util.Arrays;

/**
 * Reads Multiple-Services-Credit-Control and the service units in it, or at command level (RFC 8506 §8.16 to §8.19). Belongs to one event loop.
 */
final class ServiceUnitDecoder {

    private static final int SLOT_RATING_GROUP = 0;
    private static final int SLOT_REQUESTED = 1;
    private static final int SLOT_REPORTING_REASON = 2;
    private static final int SLOT_COUNT = 3;
    /** In a group of units: one slot per kind, then these. */
    private static final int UNIT_SLOT_REASON = UnitKind.COUNT;

    private static final int UNIT_SLOT_CHANGE = UnitKind.COUNT + 1;
    private static final int UNIT_SLOT_COUNT = UnitKind.COUNT + 2;

    // Tariff-Change-Usage (RFC 8506 §8.27)
    private static final int UNIT_AFTER_TARIFF_CHANGE = 1;
    private static final int UNIT_INDETERMINATE = 2;

    private final AvpFlyweight serviceAvp = new AvpFlyweight();
    private final AvpFlyweight unitAvp = new AvpFlyweight();
    private final MoneyDecoder money = new MoneyDecoder();
    private final SingleAvps serviceSingles = new SingleAvps(SLOT_COUNT);
    private final SingleAvps unitSingles = new SingleAvps(UNIT_SLOT_COUNT);
    private final long[] amounts = new long[UnitKind.COUNT];
    private boolean afterTariffChange;

    /** Reads one MSCC into the request's next service. */
    void service(ByteBuf buffer, AvpFlyweight mscc, CreditControlRequest request) throws DiameterException {
        ServiceUsage service = request.addService();
        if (service == null) {
            throw DiameterException.refused(
                    ResultCode.AVP_OCCURS_TOO_MANY_TIMES,
                    mscc,
                    "more than " + CreditControlRequest.SERVICES_MAX + " services");
        }
        begin();
        int limit = mscc.dataEnd();
        try {
            for (int at = mscc.dataOffset(); at < limit; at = serviceAvp.nextOffset()) {
                member(buffer, serviceAvp.wrap(buffer, at, limit), service);
            }
        } catch (DiameterException e) {
            throw e.inside(mscc);
        }
    }

    /** Before the {@link #member members} of a service. */
    void begin() {
        serviceSingles.reset();
    }

    /** Reads one AVP of a service; those it does not know are passed to the check of the M bit. */
    void member(ByteBuf buffer, AvpFlyweight avp, ServiceUsage service) throws DiameterException {
        switch (avp.key()) {
            case Avp.RATING_GROUP -> {
                if (serviceSingles.first(SLOT_RATING_GROUP, avp)) {
                    service.ratingGroup(avp.unsigned32());
                }
            }
            case Avp.SERVICE_IDENTIFIER -> {
                if (!service.addIdentifier(avp.unsigned32())) {
                    throw DiameterException.refused(
                            ResultCode.AVP_OCCURS_TOO_MANY_TIMES,
                            avp,
                            "more than " + ServiceUsage.IDENTIFIERS_MAX + " Service-Identifiers");
                }
            }
            case Avp.REQUESTED_SERVICE_UNIT -> {
                if (serviceSingles.first(SLOT_REQUESTED, avp)) {
                    service.hasRequested(true);
                    units(buffer, avp, service, false);
                }
            }
            case Avp.USED_SERVICE_UNIT -> {
                service.hasUsed(true);
                units(buffer, avp, service, true);
            }
            case Avp.REPORTING_REASON -> {
                if (serviceSingles.first(SLOT_REPORTING_REASON, avp)) {
                    service.reportingReason((int) avp.unsigned32());
                }
            }
            case Avp.QOS_INFORMATION -> qosInformation(buffer, avp, service);
            default -> CreditControlDecoder.skip(avp);
        }
    }

    /** Nothing but the class is looked at: bandwidths and what vendors add refuse no request. */
    private void qosInformation(ByteBuf buffer, AvpFlyweight group, ServiceUsage service) throws DiameterException {
        int limit = group.dataEnd();
        try {
            for (int at = group.dataOffset(); at < limit; at = unitAvp.nextOffset()) {
                unitAvp.wrap(buffer, at, limit);
                if (unitAvp.key() == Avp.QOS_CLASS_IDENTIFIER && unitAvp.dataLength() == Integer.BYTES) {
                    service.qosClass(unitAvp.integer32());
                }
            }
        } catch (DiameterException e) {
            throw e.inside(group);
        }
    }

    private void units(ByteBuf buffer, AvpFlyweight group, ServiceUsage service, boolean used)
            throws DiameterException {
        unitSingles.reset();
        Arrays.fill(amounts, ServiceUsage.ABSENT);
        afterTariffChange = false;
        int limit = group.dataEnd();
        try {
            for (int at = group.dataOffset(); at < limit; at = unitAvp.nextOffset()) {
                unitAvp.wrap(buffer, at, limit);
                unit(buffer, service);
            }
        } catch (DiameterException e) {
            throw e.inside(group);
        }
        for (int i = 0; i < UnitKind.COUNT; i++) {
            if (amounts[i] != ServiceUsage.ABSENT) {
                put(service, UnitKind.of(i), amounts[i], used);
            }
        }
    }

    private void unit(ByteBuf buffer, ServiceUsage service) throws DiameterException {
        UnitKind kind = kind(unitAvp.key());
        if (kind != null) {
            if (unitSingles.first(kind.ordinal(), unitAvp)) {
                amounts[kind.ordinal()] = amount(buffer, kind, service);
            }
            return;
        }
        switch (unitAvp.key()) {
            case Avp.REPORTING_REASON -> {
                if (unitSingles.first(UNIT_SLOT_REASON, unitAvp)) {
                    service.reportingReason((int) unitAvp.unsigned32());
                }
            }
            case Avp.TARIFF_CHANGE_USAGE -> {
                if (unitSingles.first(UNIT_SLOT_CHANGE, unitAvp)) {
                    tariffChangeUsage();
                }
            }
            default -> CreditControlDecoder.skip(unitAvp);
        }
    }

    /** Units that straddle the change began before it. */
    private void tariffChangeUsage() throws DiameterException {
        long usage = unitAvp.unsigned32();
        if (usage > UNIT_INDETERMINATE) {
            throw DiameterException.refused(ResultCode.INVALID_AVP_VALUE, unitAvp, "no such Tariff-Change-Usage");
        }
        afterTariffChange = usage == UNIT_AFTER_TARIFF_CHANGE;
    }

    private static UnitKind kind(int key) {
        return switch (key) {
            case Avp.CC_TIME -> UnitKind.TIME;
            case Avp.CC_TOTAL_OCTETS -> UnitKind.TOTAL_OCTETS;
            case Avp.CC_INPUT_OCTETS -> UnitKind.INPUT_OCTETS;
            case Avp.CC_OUTPUT_OCTETS -> UnitKind.OUTPUT_OCTETS;
            case Avp.CC_SERVICE_SPECIFIC_UNITS -> UnitKind.SERVICE_SPECIFIC;
            case Avp.CC_MONEY -> UnitKind.MONEY;
            default -> null;
        };
    }

    private long amount(ByteBuf buffer, UnitKind kind, ServiceUsage service) throws DiameterException {
        return switch (kind) {
            case TIME -> unitAvp.unsigned32();
            case TOTAL_OCTETS, INPUT_OCTETS, OUTPUT_OCTETS, SERVICE_SPECIFIC -> unitAvp.unsigned64();
            case MONEY -> money.micros(buffer, unitAvp, service);
        };
    }

    private void put(ServiceUsage service, UnitKind kind, long amount, boolean used) {
        if (!used) {
            service.requested(kind, amount);
        } else if (afterTariffChange) {
            service.addUsedAfterChange(kind, amount);
        } else {
            service.addUsed(kind, amount);
        }
    }
}
