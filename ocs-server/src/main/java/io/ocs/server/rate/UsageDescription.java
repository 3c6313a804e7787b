package io.ocs.server.rate;

import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.config.NearestName;
import java.util.Map;
import java.util.TreeMap;

/**
 * A usage as somebody describes it who asks for its price; null for what he does not say.
 *
 * @param roleOfNode 0 for the side of the caller, 1 for that of the called party
 */
public record UsageDescription(
        ServiceContext service,
        Map<UnitKind, Long> used,
        String called,
        Long ratingGroup,
        Long serviceIdentifier,
        String accessPoint,
        String visited,
        Integer ratType,
        Integer qosClass,
        Integer roleOfNode) {

    private static final Map<String, ServiceContext> SERVICES = new TreeMap<>(Map.of(
            "data", ServiceContext.DATA,
            "voice", ServiceContext.VOICE,
            "sms", ServiceContext.SMS,
            "mms", ServiceContext.MMS,
            "event", ServiceContext.OTHER));
    private static final int TEXT_MAX = 100;

    public UsageDescription {
        used = Map.copyOf(used);
        check("called number", called, TEXT_MAX);
        check("access point name", accessPoint, TEXT_MAX);
        check("visited network", visited, "26201x".length());
    }

    private static void check(String what, String text, int max) {
        if (text != null && !text.matches("[\\x21-\\x7e]{1," + max + "}")) {
            throw new IllegalArgumentException("'" + text + "' is no " + what);
        }
    }

    /** @throws IllegalArgumentException if there is no service of that name */
    public static ServiceContext service(String name) {
        ServiceContext context = SERVICES.get(name);
        if (context == null) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no service" + NearestName.hint(name, SERVICES.keySet()));
        }
        return context;
    }

    /** The question what it would cost. */
    public RatingQuestion question(TariffCatalog catalog, String offer, long startMs, Holdings holdings) {
        CreditControlRequest request = new CreditControlRequest();
        request.context(service);
        if (called != null) {
            request.calledParty.set(called);
        }
        if (accessPoint != null) {
            request.apn.set(accessPoint);
        }
        if (visited != null) {
            request.visitedNetwork.set(visited);
        }
        if (ratType != null) {
            request.ratType(ratType);
        }
        if (qosClass != null) {
            request.qosClass(qosClass);
        }
        if (roleOfNode != null) {
            request.roleOfNode(roleOfNode);
        }
        ServiceUsage usage = request.addService();
        usage.ratingGroup(ratingGroup == null ? ServiceUsage.ABSENT : ratingGroup);
        usage.serviceIdentifier(serviceIdentifier == null ? ServiceUsage.ABSENT : serviceIdentifier);
        return new RatingQuestion(catalog, offer, request, usage, used, startMs, holdings);
    }
}
