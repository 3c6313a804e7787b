package io.ocs.server.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one step: those at command level, and those of each service in brackets. */
record ChartWords(List<String> words, List<List<String>> groups) {
    private static final Pattern PART = Pattern.compile("\\[([^\\]]*)]|(\\S+)");
    private static final Pattern ABOVE = Pattern.compile("([a-z-]+)>(\\d+)");

    static ChartWords parse(String text) {
        List<String> words = new ArrayList<>();
        List<List<String>> groups = new ArrayList<>();
        Matcher part = PART.matcher(text.strip());
        while (part.find()) {
            if (part.group(1) != null) {
                String inside = part.group(1).strip();
                groups.add(inside.isEmpty() ? List.of() : List.of(inside.split("\\s+")));
            } else {
                words.add(part.group(2));
            }
        }
        return new ChartWords(List.copyOf(words), List.copyOf(groups));
    }

    String word(int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("a word is missing behind '" + String.join(" ", words) + "'");
        }
        return words.get(index);
    }

    /** The value of {@code name=value}. */
    static Optional<String> value(List<String> words, String name) {
        return words.stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    Optional<String> value(String name) {
        return value(words, name);
    }

    String require(String name) {
        return value(name).orElseThrow(() -> new IllegalArgumentException(name + "=… is missing"));
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** What is different in {@code actual} from what these words want; empty: nothing. */
    Optional<String> difference(ChartWords actual) {
        Optional<String> above = difference(words, actual.words);
        if (above.isPresent()) {
            return above;
        }
        if (groups.size() != actual.groups.size()) {
            return Optional.of(actual.groups.size() + " services instead of " + groups.size());
        }
        for (int i = 0; i < groups.size(); i++) {
            Optional<String> inside = difference(groups.get(i), actual.groups.get(i));
            if (inside.isPresent()) {
                return inside.map(("in service " + (i + 1) + ": ")::concat);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(List<String> wanted, List<String> actual) {
        List<String> left = new ArrayList<>(actual);
        for (String want : wanted) {
            boolean optional = want.endsWith("?");
            String word = optional ? want.substring(0, want.length() - 1) : want;
            Optional<String> found =
                    left.stream().filter(one -> matches(word, one)).findFirst();
            if (found.isEmpty() && !optional) {
                return Optional.of("no " + word);
            }
            found.ifPresent(left::remove);
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(left.get(0) + " is not in the chart");
    }

    private static boolean matches(String wanted, String actual) {
        Matcher above = ABOVE.matcher(wanted);
        if (above.matches()) {
            return actual.matches(above.group(1) + "=\\d+")
                    && Long.parseLong(actual.substring(actual.indexOf('=') + 1)) > Long.parseLong(above.group(2));
        }
        return wanted.endsWith("=*")
                ? actual.startsWith(wanted.substring(0, wanted.length() - 1))
                : wanted.equals(actual);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.join(" ", words));
        groups.forEach(
                group -> text.append(" [").append(String.join(" ", group)).append(']'));
        return text.toString();
    }
}
