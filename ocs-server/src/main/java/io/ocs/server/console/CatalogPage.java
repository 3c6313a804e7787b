package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The versions of the catalogue, and what differs between two of them. */
public final class CatalogPage {
    private static final String DIFF = "/console/catalog/diff";
    private static final int SHORT_HASH = 12;

    private CatalogPage() {}

    /**
     * @param inForce {@code /admin/v1/catalog}
     * @param history {@code /admin/v1/catalog/versions}
     */
    public static Screen list(JsonNode inForce, JsonNode history) {
        JsonNode versions = history.path("versions");
        Html main = new Html()
                .add(new Facts()
                        .fact("In force", "version " + inForce.path("version").asText())
                        .fact("Since", Texts.time(inForce.path("at")))
                        .fact("By", Texts.of(inForce.path("by")))
                        .fact("Reason", Texts.of(inForce.path("reason")))
                        .fact("Earlier versions that sessions go by", Texts.list(inForce.path("held")))
                        .end());
        if (versions.size() > 1) {
            main.add(compare(versions));
        }
        return new Screen("Catalogue", Section.CATALOG, main.add(table(versions)));
    }

    private static Html table(JsonNode versions) {
        Grid grid = new Grid(
                "Versions, the newest first",
                "There is no version.",
                List.of("Version", "In force from", "By", "Reason", "Comes from", "Content", "Changes"));
        for (JsonNode version : versions) {
            int number = version.path("version").asInt();
            String of =
                    version.path("of").isNull() ? "" : " " + version.path("of").asText();
            String hash = version.path("sha256").asText();
            grid.row(Integer.toString(number))
                    .cell(Texts.time(version.path("at")))
                    .cell(Texts.of(version.path("by")))
                    .cell(Texts.of(version.path("reason")))
                    .cell(version.path("origin").asText() + of)
                    .cell(hash.substring(0, Math.min(SHORT_HASH, hash.length())))
                    .cell(changes(
                            number,
                            versions.path(versions.size() - 1).path("version").asInt()));
        }
        return grid.end();
    }

    private static Html changes(int number, int oldest) {
        return number == oldest
                ? new Html().text("the first one")
                : new Html()
                        .element(
                                "a",
                                "against " + (number - 1),
                                "href",
                                DIFF + "?from=" + (number - 1) + "&to=" + number);
    }

    private static Html compare(JsonNode versions) {
        Html form = new Html()
                .open("form", "method", "get", "action", DIFF, "class", "search", "aria-label", "Compare two versions");
        choice(form, "from", "From version", versions, 1);
        choice(form, "to", "to version", versions, 0);
        return form.element("button", "Compare", "type", "submit").close();
    }

    private static void choice(Html form, String name, String label, JsonNode versions, int chosen) {
        form.element("label", label, "for", name).open("select", "id", name, "name", name);
        for (int i = 0; i < versions.size(); i++) {
            String number = versions.path(i).path("version").asText();
            form.element("option", number, "value", number, "selected", i == chosen ? "" : null);
        }
        form.close();
    }

    /** @param answer {@code /admin/v1/catalog/diff} */
    public static Screen diff(JsonNode answer) {
        String title = "Catalogue: version " + answer.path("from").asText() + " to "
                + answer.path("to").asText();
        Html main = new Html();
        if (answer.path("files").isEmpty()) {
            main.element("p", "Their content is the same.");
        }
        for (JsonNode file : answer.path("files")) {
            String name = file.path("file").asText();
            main.element("h2", name + ": " + file.path("change").asText())
                    .open(
                            "pre",
                            "class",
                            "diff",
                            "tabindex",
                            "0",
                            "role",
                            "region",
                            "aria-label",
                            "Changes of " + name);
            file.path("lines").forEach(line -> line(main, line));
            main.close();
        }
        main.open("p")
                .element("a", "To the versions", "href", Section.CATALOG.path())
                .close();
        return new Screen(title, Section.CATALOG, main);
    }

    /** The sign in front says it, the colour only repeats it. */
    private static void line(Html main, JsonNode line) {
        String kind = line.path("kind").asText();
        String style =
                switch (kind) {
                    case "+" -> "added";
                    case "-" -> "removed";
                    case "@" -> "place";
                    default -> "same";
                };
        main.element("span", kind + " " + line.path("text").asText() + "\n", "class", style);
    }
}
