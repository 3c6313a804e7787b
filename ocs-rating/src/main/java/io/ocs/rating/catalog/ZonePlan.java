package io.ocs.rating.catalog;

import io.ocs.rating.rate.PrefixTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The zones of the catalogue, and the prefix tables of those sets of them that offers use; one table for each set. */
final class ZonePlan {

    private final Map<String, ZoneModel> zones = new TreeMap<>();
    private final Map<List<String>, PrefixTable> tables = new HashMap<>();
    private final Map<String, Integer> zonesOf = new HashMap<>();
    private final Problems problems;

    ZonePlan(List<ZoneModel> models, Problems problems) {
        this.problems = problems;
        for (ZoneModel model : models) {
            model.prefixes().forEach(prefix -> zonesOf.merge(prefix.name(), 1, Integer::sum));
            ZoneModel other = zones.putIfAbsent(model.name().name(), model);
            if (other != null) {
                problems.add(
                        model.name().at(),
                        "there is a zone " + model.name() + " already, in "
                                + text(other.name().at()));
            }
        }
    }

    boolean knows(Named zone) {
        boolean known = zones.containsKey(zone.name());
        if (!known) {
            problems.add(
                    Rule.NAME, zone.at(), "there is no zone " + zone + Nearest.hint(zone.name(), zones.keySet()), null);
        }
        return known;
    }

    /** The table of these zones, numbered in their order; null for none. A prefix in two of them is a problem. */
    PrefixTable table(SortedSet<String> names, Named offer) {
        return names.isEmpty() ? null : tables.computeIfAbsent(List.copyOf(names), list -> compile(list, offer));
    }

    private PrefixTable compile(List<String> names, Named offer) {
        Map<String, Integer> prefixes = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, Long> exceptions = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            ZoneModel zone = zones.get(names.get(i));
            put("prefix ", zone.prefixes(), i, prefixes, names, offer);
            put("number ", zone.numbers(), i, numbers, names, offer);
            for (Named prefix : zone.exceptions()) {
                exceptions.merge(prefix.name(), 1L << i, (a, b) -> a | b);
            }
            if (!zone.exceptions().isEmpty() && names.size() > PrefixTable.EXCEPTING_ZONES_MAX) {
                problems.add(
                        zone.exceptions().get(0).at(),
                        "offer " + offer + " uses " + names.size() + " zones; with 'except' it can use "
                                + PrefixTable.EXCEPTING_ZONES_MAX + " at most");
            }
        }
        return new PrefixTable(new PrefixTable.Content(prefixes, numbers, exceptions));
    }

    private void put(
            String what, List<Named> digits, int zone, Map<String, Integer> map, List<String> names, Named offer) {
        for (Named entry : digits) {
            Integer other = map.putIfAbsent(entry.name(), zone);
            if (other != null && other == zone) {
                problems.add(entry.at(), what + entry.name() + " stands in zone '" + names.get(zone) + "' twice");
            } else if (other != null) {
                problems.add(
                        Rule.PREFIX_TWICE,
                        entry.at(),
                        what + entry.name() + " of zone '" + names.get(zone) + "' stands in zone '" + names.get(other)
                                + "' already, and offer " + offer + " uses both",
                        "a call to " + entry.name() + "… by a subscriber of offer " + offer + " has two zones");
            }
        }
    }

    /** Prefixes that are in a zone and taken out of it. */
    void check() {
        for (ZoneModel zone : zones.values()) {
            if (!zone.exceptions().isEmpty()) {
                Set<String> own = names(zone.prefixes());
                zone.exceptions().stream()
                        .filter(exception -> own.contains(exception.name()))
                        .forEach(exception -> problems.add(
                                exception.at(),
                                "prefix " + exception.name() + " is in zone " + zone.name() + " and excepted from it"));
            }
        }
    }

    /** Zones that are not in {@code used}, and entries of a zone that change nothing since a shorter prefix of the zone has them. */
    void review(Set<String> used) {
        zones.forEach((name, zone) -> {
            if (!used.contains(name)) {
                problems.warn(Rule.ZONE_UNUSED, zone.name().at(), "zone " + zone.name() + " is used by no price", null);
            }
            reviewExceptions(zone);
        });
        for (ZoneModel zone : zones.values()) {
            Set<String> own = names(zone.prefixes());
            Set<String> excepted = names(zone.exceptions());
            for (Named prefix : zone.prefixes()) {
                String covering = covering(prefix.name(), own, excepted);
                if (covering != null && !isBetween(prefix.name(), covering)) {
                    problems.warn(
                            Rule.PREFIX_UNREACHABLE,
                            prefix.at(),
                            "prefix " + prefix.name() + " of zone " + zone.name() + " changes nothing: prefix "
                                    + covering + " of the same zone has it",
                            "a call to " + prefix.name() + "… is priced by prefix " + covering + " with or without it");
                }
            }
        }
    }

    private void reviewExceptions(ZoneModel zone) {
        Set<String> own = names(zone.prefixes());
        for (Named exception : zone.exceptions()) {
            if (!own.contains(exception.name()) && covering(exception.name(), own, Set.of()) == null) {
                problems.warn(
                        Rule.PREFIX_UNREACHABLE,
                        exception.at(),
                        "zone " + zone.name() + " excepts " + exception.name() + ", but has no shorter prefix of it",
                        "a call to " + exception.name() + "… is not in the zone anyway");
            }
        }
    }

    /** The next shorter prefix of the same zone, or null if there is none or an exception is between them. */
    private static String covering(String prefix, Set<String> own, Set<String> excepted) {
        for (int length = prefix.length() - 1; length > 0; length--) {
            String shorter = prefix.substring(0, length);
            if (excepted.contains(shorter)) {
                return null;
            }
            if (own.contains(shorter)) {
                return shorter;
            }
        }
        return null;
    }

    /** Whether a prefix of another zone lies between, so that the longer one takes numbers back from it. */
    private boolean isBetween(String prefix, String covering) {
        for (int length = prefix.length(); length > covering.length(); length--) {
            if (zonesOf.getOrDefault(prefix.substring(0, length), 0) > (length == prefix.length() ? 1 : 0)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> names(List<Named> digits) {
        return digits.stream().map(Named::name).collect(Collectors.toSet());
    }

    private static String text(Location at) {
        return at.file() + ":" + at.line();
    }
}
