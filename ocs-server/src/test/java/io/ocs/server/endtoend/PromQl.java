package io.ocs.server.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metrics and labels a query in PromQL names: as much of the language as that takes. */
final class PromQl {
    private static final Set<String> KEYWORDS = Set.of(
            "by",
            "without",
            "on",
            "ignoring",
            "group_left",
            "group_right",
            "and",
            "or",
            "unless",
            "bool",
            "offset",
            "inf",
            "nan");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\{[^}]*})?(\\s*\\()?");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)");

    private final Map<String, List<String>> metrics = new LinkedHashMap<>();
    private final List<String> groupings = new ArrayList<>();

    PromQl(String query) {
        String unquoted = query.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "\"\"").replaceAll("\\[[^]]*]", " ");
        Matcher grouping = GROUPING.matcher(unquoted);
        while (grouping.find()) {
            for (String label : grouping.group(2).split(",")) {
                if (!label.isBlank()) {
                    groupings.add(label.strip());
                }
            }
        }
        Matcher selector = SELECTOR.matcher(grouping.replaceAll(" ").replaceAll("\\b\\d[\\w.]*", " "));
        while (selector.find()) {
            if (selector.group(3) == null && !KEYWORDS.contains(selector.group(1))) {
                addMetric(selector.group(1), selector.group(2));
            }
        }
        if (metrics.isEmpty()) {
            throw new AssertionError("a query without a metric: " + query);
        }
    }

    private void addMetric(String name, String matchers) {
        List<String> labels = metrics.computeIfAbsent(name, key -> new ArrayList<>());
        Matcher matcher = MATCHER.matcher(matchers == null ? "" : matchers);
        while (matcher.find()) {
            labels.add(matcher.group(1));
        }
    }

    /** Names of metrics, each with the labels by which it is selected. */
    Map<String, List<String>> metrics() {
        return metrics;
    }

    /** Labels by which is grouped or matched. */
    List<String> groupings() {
        return groupings;
    }
}
