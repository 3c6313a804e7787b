package io.ocs.server.console;

/** Parts that forms have in common. */
final class Forms {
    private Forms() {}

    /** What shows that a form was sent by a page of this server. */
    static Html csrf(Look look) {
        return new Html().single("input", "type", "hidden", "name", "csrf", "value", look.csrf());
    }

    /** A form of one field, which is looked up by GET. */
    static Html search(String action, String name, String label, String hint, String value) {
        return new Html()
                .open(
                        "form",
                        "method",
                        "get",
                        "action",
                        action,
                        "class",
                        "search",
                        "role",
                        "search",
                        "aria-label",
                        label)
                .element("label", label, "for", name)
                .single(
                        "input",
                        "id",
                        name,
                        "name",
                        name,
                        "value",
                        value,
                        "autocomplete",
                        "off",
                        "spellcheck",
                        "false",
                        "aria-describedby",
                        name + "-hint")
                .element("button", "Show", "type", "submit")
                .element("p", hint, "id", name + "-hint", "class", "hint")
                .close();
    }
}
