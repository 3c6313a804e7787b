package io.ocs.server.send;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one CCR says.
 *
 * @param action null for none; events need one
 * @param ratingGroup null for none, likewise the service identifier
 * @param requested null for no Requested-Service-Unit, empty for an empty one
 * @param used null for none
 * @param servicesGrouped whether the units stand in a Multiple-Services-Credit-Control or at command level
 * @param called null for none
 */
public record CreditControlFields(
        String sessionId,
        String destinationRealm,
        String contextId,
        RequestType type,
        long number,
        RequestedAction action,
        List<SubscriptionId> subscriptions,
        Long ratingGroup,
        Long serviceIdentifier,
        Map<UnitKind, Long> requested,
        Map<UnitKind, Long> used,
        boolean servicesGrouped,
        String called,
        Instant time) {

    private static final int APPLICATION = 4;
    private static final int LOGOUT = 1;
    private static final int MSISDN = 1;
    private static final int SUPPORTED = 1;

    /** The AVPs in the order of the command's grammar (RFC 8506 §3.1). */
    public AvpWriter avps(DiameterClient client) {
        AvpWriter avps = new AvpWriter().text("Session-Id", sessionId);
        avps.append(client.origin())
                .text("Destination-Realm", destinationRealm)
                .integer("Auth-Application-Id", APPLICATION)
                .text("Service-Context-Id", contextId)
                .integer("CC-Request-Type", type.value())
                .integer("CC-Request-Number", number)
                .time("Event-Timestamp", time);
        subscriptions.forEach(identity -> avps.grouped("Subscription-Id", group -> group.integer(
                        "Subscription-Id-Type", identity.type().ordinal())
                .text("Subscription-Id-Data", identity.data())));
        if (type == RequestType.TERMINATION) {
            avps.integer("Termination-Cause", LOGOUT);
        }
        if (action != null) {
            avps.integer("Requested-Action", action.ordinal());
        }
        service(avps);
        if (called != null) {
            avps.grouped("Service-Information", this::calledParty);
        }
        return avps;
    }

    private void service(AvpWriter avps) {
        if (servicesGrouped) {
            avps.integer("Multiple-Services-Indicator", SUPPORTED);
            if (requested != null || used != null || ratingGroup != null || serviceIdentifier != null) {
                avps.grouped("Multiple-Services-Credit-Control", this::units);
            }
        } else {
            units(avps);
        }
    }

    private void units(AvpWriter avps) {
        if (requested != null) {
            avps.grouped("Requested-Service-Unit", group -> amounts(group, requested));
        }
        if (used != null) {
            avps.grouped("Used-Service-Unit", group -> amounts(group, used));
        }
        if (serviceIdentifier != null) {
            avps.integer("Service-Identifier", serviceIdentifier);
        }
        if (ratingGroup != null) {
            avps.integer("Rating-Group", ratingGroup);
        }
    }

    private static void amounts(AvpWriter avps, Map<UnitKind, Long> amounts) {
        amounts.forEach((kind, amount) -> avps.integer(avpName(kind), amount));
    }

    private static String avpName(UnitKind kind) {
        return switch (kind) {
            case TIME -> "CC-Time";
            case TOTAL_OCTETS -> "CC-Total-Octets";
            case INPUT_OCTETS -> "CC-Input-Octets";
            case OUTPUT_OCTETS -> "CC-Output-Octets";
            case SERVICE_SPECIFIC -> "CC-Service-Specific-Units";
            case MONEY -> throw new IllegalArgumentException("money is not asked for by this client");
        };
    }

    /** Where TS 32.299 has it: for messages the recipient, otherwise the called party. */
    private void calledParty(AvpWriter information) {
        if (contextId.contains("32274")) {
            information.grouped(
                    "SMS-Information",
                    sms -> sms.grouped(
                            "Recipient-Info",
                            recipient -> recipient.grouped(
                                    "Recipient-Address", address -> address.integer("Address-Type", MSISDN)
                                            .text("Address-Data", called))));
        } else {
            information.grouped("IMS-Information", ims -> ims.text("Called-Party-Address", called));
        }
    }
}
