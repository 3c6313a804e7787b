package io.ocs.core;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the client shall do behind the last units (RFC 8506 §5.6, §8.34). Immutable, compiled with the catalogue.
 *
 * @param redirect where to, for {@link FinalUnitAction#REDIRECT}; else null
 * @param filterRules Restriction-Filter-Rules (IPFilterRule, RFC 6733 §4.3.1): what stays reachable; ASCII
 * @param filterIds Filter-Ids (RFC 7155): names of filters that the access device has; ASCII
 */
public record FinalUnit(
        FinalUnitAction action, RedirectServer redirect, List<String> filterRules, List<String> filterIds) {

    private static final FinalUnit[] PLAIN = {
        new FinalUnit(FinalUnitAction.TERMINATE, null, List.of(), List.of()),
        new FinalUnit(FinalUnitAction.REDIRECT, null, List.of(), List.of()),
        new FinalUnit(FinalUnitAction.RESTRICT_ACCESS, null, List.of(), List.of())
    };

    /** The service ends with its last units. */
    public static final FinalUnit TERMINATE = PLAIN[0];

    public FinalUnit {
        requireNonNull(action, "action");
        filterRules = List.copyOf(filterRules);
        filterIds = List.copyOf(filterIds);
    }

    /** The action without any address or filter: all that is known of it when its price has left the catalogue. */
    public static FinalUnit of(FinalUnitAction action) {
        return PLAIN[action.ordinal()];
    }

    /** This one if it has the action, else the action alone. */
    public FinalUnit orPlain(FinalUnitAction wanted) {
        return action == wanted ? this : of(wanted);
    }
}
