package io.ocs.server.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /metrics} has answered, taken apart. */
final class Scrape {
    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * One metric.
     *
     * @param labels names of its labels, without a histogram's {@code le}
     */
    record Family(String name, String type, String help, SortedSet<String> labels) {}

    private final SortedMap<String, Family> families = new TreeMap<>();
    private final Map<String, SortedSet<String>> labelsBySample = new TreeMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();

    Scrape(String text) {
        Map<String, String> helps = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                helps.put(words[2], words.length > 3 ? words[3] : "");
            } else if (line.startsWith("# TYPE ")) {
                families.put(
                        words[2], new Family(words[2], words[3], helps.getOrDefault(words[2], ""), new TreeSet<>()));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                add(line);
            }
        }
    }

    private void add(String line) {
        Matcher sample = SERIES.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no line of a scrape: " + line);
        }
        String name = sample.group(1);
        values.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(sample.group(3)));
        SortedSet<String> labels = labelsBySample.computeIfAbsent(name, key -> new TreeSet<>());
        Family family = family(name);
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
            labels.add(label.group(1));
            if (!label.group(1).equals("le")) {
                family.labels().add(label.group(1));
            }
        }
    }

    private Family family(String sample) {
        for (String suffix : new String[] {"", "_bucket", "_count", "_sum"}) {
            if (sample.endsWith(suffix)
                    && families.containsKey(sample.substring(0, sample.length() - suffix.length()))) {
                return families.get(sample.substring(0, sample.length() - suffix.length()));
            }
        }
        throw new AssertionError("no TYPE line for " + sample);
    }

    Iterable<Family> families() {
        return families.values();
    }

    /** Names that a query may use, with their labels. */
    Map<String, SortedSet<String>> samples() {
        return labelsBySample;
    }

    /** Whether there is such a metric, or such a sample of one. */
    boolean has(String name) {
        return labelsBySample.containsKey(name) || families.containsKey(name);
    }

    /** Name and labels of each series. */
    Set<String> series() {
        return values.keySet();
    }

    /** Value of a series, which must be there. */
    double value(String series) {
        if (!values.containsKey(series)) {
            throw new AssertionError("there is no series " + series);
        }
        return values.get(series);
    }
}
