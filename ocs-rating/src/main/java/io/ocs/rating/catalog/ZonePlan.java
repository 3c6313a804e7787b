package io.ocs.rating.catalog;

import io.ocs.rating.rate.PrefixTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** The zones of the catalogue, and the prefix tables of those sets of them that offers use; one table for each set. */
final class ZonePlan {

    private final Map<String, ZoneModel> zones = new TreeMap<>();
    private final Map<List<String>, PrefixTable> tables = new HashMap<>();
    private final Problems problems;

    ZonePlan(List<ZoneModel> models, Problems problems) {
        this.problems = problems;
        for (ZoneModel model : models) {
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
            problems.add(zone.at(), "there is no zone " + zone + Nearest.hint(zone.name(), zones.keySet()));
        }
        return known;
    }

    /** The table of these zones, numbered in their order; null for none. A prefix in two of them is a problem. */
    PrefixTable table(SortedSet<String> names, Named offer) {
        return names.isEmpty() ? null : tables.computeIfAbsent(List.copyOf(names), list -> compile(list, offer));
    }

    private PrefixTable compile(List<String> names, Named offer) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            for (Named prefix : zones.get(names.get(i)).prefixes()) {
                Integer other = numbers.putIfAbsent(prefix.name(), i);
                if (other != null) {
                    problems.add(
                            prefix.at(),
                            "prefix " + prefix.name() + " of zone '" + names.get(i) + "' stands in zone '"
                                    + names.get(other) + "' already, and offer " + offer + " uses both");
                }
            }
        }
        return new PrefixTable(numbers);
    }

    private static String text(Location at) {
        return at.file() + ":" + at.line();
    }
}
