package io.ocs.rating.catalog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is different between two catalogues as written: offers, prices, allowances, zones and what they say, by name and not by file or line;
 * prefixes are counted. It tells nothing of their being right: that is {@link TariffCatalog#validate}.
 */
public final class CatalogDiff {

    private final Map<String, String> leaves = new TreeMap<>();
    private final Map<String, Set<String>> digits = new TreeMap<>();
    private final Set<String> blocks = new TreeSet<>();

    private CatalogDiff() {}

    /**
     * One difference.
     *
     * @param path such as {@code offers/prepaid-data/prices/internet/amount}
     * @param before null if it was added
     * @param after null if it was removed
     */
    public record Change(String path, String before, String after) {}

    /**
     * The differences, in the order of their paths.
     *
     * @throws CatalogException if a file of one of them cannot be read or is no YAML
     */
    public static List<Change> between(Path before, Path after) {
        return between(CatalogFiles.in(before), CatalogFiles.in(after));
    }

    /** The same for catalogues that need not lie in directories. */
    public static List<Change> between(CatalogFiles before, CatalogFiles after) {
        CatalogDiff old = read(before);
        CatalogDiff now = read(after);
        List<Change> changes = new ArrayList<>();
        Set<String> whole = new HashSet<>();
        for (String block : union(old.blocks, now.blocks)) {
            boolean had = old.blocks.contains(block);
            if (had != now.blocks.contains(block)) {
                if (whole.stream().noneMatch(parent -> block.startsWith(parent + "/"))) {
                    changes.add(new Change(block, had ? "there" : null, had ? null : "there"));
                }
                whole.add(block);
            }
        }
        for (String path : union(old.leaves.keySet(), now.leaves.keySet())) {
            String was = old.leaves.get(path);
            String is = now.leaves.get(path);
            boolean same = was == null ? is == null : was.equals(is);
            if (!same && whole.stream().noneMatch(parent -> path.startsWith(parent + "/"))) {
                changes.add(new Change(path, was, is));
            }
        }
        for (String path : union(old.digits.keySet(), now.digits.keySet())) {
            changes.addAll(digitChange(path, old.digits, now.digits, whole));
        }
        return changes.stream().sorted((a, b) -> a.path().compareTo(b.path())).toList();
    }

    private static List<Change> digitChange(
            String path, Map<String, Set<String>> old, Map<String, Set<String>> now, Set<String> whole) {
        Set<String> gone = new TreeSet<>(old.getOrDefault(path, Set.of()));
        Set<String> come = new TreeSet<>(now.getOrDefault(path, Set.of()));
        come.removeAll(old.getOrDefault(path, Set.of()));
        gone.removeAll(now.getOrDefault(path, Set.of()));
        if ((gone.isEmpty() && come.isEmpty()) || whole.stream().anyMatch(parent -> path.startsWith(parent + "/"))) {
            return List.of();
        }
        return List.of(new Change(path, some(gone), some(come)));
    }

    private static String some(Set<String> digits) {
        if (digits.isEmpty()) {
            return null;
        }
        String first = digits.stream().limit(5).collect(Collectors.joining(", "));
        return digits.size() + " (" + first + (digits.size() > 5 ? ", …" : "") + ")";
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private static CatalogDiff read(CatalogFiles sources) {
        Problems problems = new Problems();
        CatalogDiff diff = new CatalogDiff();
        for (String file : sources.yamlFiles(problems)) {
            byte[] content = sources.read(file, new Location(file, 0), problems);
            YamlNode.Mapping document = content == null ? null : YamlReader.read(file, content, problems);
            if (document != null) {
                document.fields().forEach((key, field) -> diff.flatten(key, field.value(), sources, problems));
            }
        }
        problems.throwIfAny();
        return diff;
    }

    private void flatten(String path, YamlNode node, CatalogFiles sources, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar) {
            leaf(path, scalar, sources, problems);
        } else if (node instanceof YamlNode.Mapping mapping) {
            mapping.fields().forEach((key, field) -> {
                if (!key.equals("name")) {
                    flatten(path + "/" + key, field.value(), sources, problems);
                }
            });
        } else if (node instanceof YamlNode.Sequence sequence) {
            list(path, sequence, sources, problems);
        }
    }

    private void leaf(String path, YamlNode.Scalar scalar, CatalogFiles sources, Problems problems) {
        leaves.put(path, scalar.text());
        if (path.endsWith("/prefix-file")) {
            byte[] content = sources.read(scalar.text(), scalar.at(), problems);
            String text = content == null ? "" : new String(content, StandardCharsets.UTF_8);
            digits.put(
                    path + "/prefixes",
                    text.lines()
                            .map(line -> line.split(",", 2)[0].strip())
                            .filter(first -> first.matches("\\d+"))
                            .collect(Collectors.toSet()));
        }
    }

    private void list(String path, YamlNode.Sequence sequence, CatalogFiles sources, Problems problems) {
        List<YamlNode> items = sequence.items();
        boolean plain = items.stream().allMatch(item -> item instanceof YamlNode.Scalar);
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof YamlNode.Scalar scalar) {
                texts.add(scalar.text());
            } else {
                String name = path + "/" + name(items.get(i), i);
                blocks.add(name);
                flatten(name, items.get(i), sources, problems);
            }
        }
        if (plain && path.matches("zones/[^/]+/(prefixes|numbers|except)")) {
            digits.put(path, texts);
        } else if (plain) {
            leaves.put(path, String.join(", ", texts));
        }
    }

    /** Two generations of an offer are two things. */
    private static String name(YamlNode item, int index) {
        String name = text(item, "name");
        String generation = text(item, "generation");
        return name == null
                ? Integer.toString(index + 1)
                : generation == null ? name : OfferSale.fullName(name, generation);
    }

    private static String text(YamlNode item, String key) {
        YamlNode.Field field =
                item instanceof YamlNode.Mapping mapping ? mapping.fields().get(key) : null;
        return field != null && field.value() instanceof YamlNode.Scalar scalar ? scalar.text() : null;
    }
}
