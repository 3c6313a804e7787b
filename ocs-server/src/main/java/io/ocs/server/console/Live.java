package io.ocs.server.console;

/**
 * A part of a page that is fetched again while it is looked at. What it says in one sentence stands in a live region beside it, so that a screen reader tells
 * changes of that, and not a whole table every few seconds.
 */
final class Live {
    private Live() {}

    /** @param path of the page that it is part of */
    static Html part(String path, int seconds, String sentence, Html content) {
        return new Html()
                .element("p", sentence, "id", "status", "role", "status")
                .open(
                        "div",
                        "id",
                        "live",
                        "hx-get",
                        path,
                        "hx-trigger",
                        "every " + seconds + "s",
                        "hx-select",
                        "#live",
                        "hx-swap",
                        "outerHTML",
                        "hx-select-oob",
                        "#status:innerHTML")
                .add(content)
                .close();
    }
}
