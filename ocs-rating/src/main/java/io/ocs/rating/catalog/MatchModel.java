package io.ocs.rating.catalog;

import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The block {@code match} of a price: an empty set is any, -1 is "none named". */
record MatchModel(
        Set<ServiceContext> services,
        Set<Long> ratingGroups,
        Set<Long> serviceIdentifiers,
        List<Named> zones,
        Set<String> accessPoints,
        List<Named> visitedZones,
        Set<Integer> ratTypes,
        Set<Integer> roles,
        Set<Integer> qosClasses) {

    private static final List<String> KEYS = List.of(
            "service",
            "rating-groups",
            "service-identifiers",
            "zones",
            "apns",
            "visited-zones",
            "rat-types",
            "direction",
            "qos-class");

    static MatchModel read(Fields price) {
        Fields fields = price.block("match", "'match'", KEYS);
        if (fields == null) {
            if (!price.has("match")) {
                price.problems()
                        .add(price.at(), "a price needs the key 'match'; 'match: {service: any}' matches everything");
            }
            return new MatchModel(
                    Set.of(), Set.of(), Set.of(), List.of(), Set.of(), List.of(), Set.of(), Set.of(), Set.of());
        }
        return new MatchModel(
                services(fields),
                new HashSet<>(fields.list("rating-groups", Texts::identifier)),
                new HashSet<>(fields.list("service-identifiers", Texts::identifier)),
                fields.names("zones"),
                new HashSet<>(fields.list("apns", Texts::accessPoint)),
                fields.names("visited-zones"),
                new HashSet<>(fields.list("rat-types", Texts::ratType)),
                new HashSet<>(fields.list("direction", Texts::role)),
                new HashSet<>(fields.list("qos-class", Texts::qosClass)));
    }

    private static Set<ServiceContext> services(Fields fields) {
        if (fields.node("service") instanceof YamlNode.Scalar scalar
                && scalar.text().equals("any")) {
            return Set.of();
        }
        if (!fields.has("service")) {
            fields.problems().add(fields.at(), "'match' needs the key 'service': data, voice, sms, mms, event, or any");
        }
        return new HashSet<>(fields.list("service", Texts::service));
    }

    /** The unit in which the services are measured, if it is the same for all; else null. */
    UnitKind naturalUnit() {
        List<UnitKind> units =
                services.stream().map(MatchModel::unitOf).distinct().toList();
        return units.size() == 1 ? units.get(0) : null;
    }

    private static UnitKind unitOf(ServiceContext service) {
        return switch (service) {
            case DATA -> UnitKind.TOTAL_OCTETS;
            case VOICE -> UnitKind.TIME;
            case SMS, MMS, OTHER -> UnitKind.SERVICE_SPECIFIC;
        };
    }

    /** A request that this matches, in words. */
    String example() {
        ServiceContext service = services.stream().sorted().findFirst().orElse(ServiceContext.DATA);
        StringBuilder text = new StringBuilder("a request of service ")
                .append(
                        service == ServiceContext.OTHER
                                ? "event"
                                : service.name().toLowerCase(Locale.ROOT));
        ratingGroups.stream()
                .sorted()
                .findFirst()
                .ifPresent(group -> text.append(group < 0 ? " without rating group" : " in rating group " + group));
        serviceIdentifiers.stream()
                .sorted()
                .findFirst()
                .ifPresent(identifier -> text.append(
                        identifier < 0 ? " without service identifier" : " with service identifier " + identifier));
        accessPoints.stream().sorted().findFirst().ifPresent(name -> text.append(" by access point ")
                .append(name));
        visitedZones.stream().findFirst().ifPresent(zone -> text.append(" from a network of zone ")
                .append(zone));
        ratTypes.stream().sorted().findFirst().ifPresent(type -> text.append(" by RAT type ")
                .append(type));
        qosClasses.stream().sorted().findFirst().ifPresent(qos -> text.append(" in QoS class ")
                .append(qos));
        zones.stream().findFirst().ifPresent(zone -> text.append(" to a number of zone ")
                .append(zone));
        return text.toString();
    }
}
