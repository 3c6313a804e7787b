package io.ocs.server.console;

/** Pages of little else than words. */
public final class PlainPages {

    private PlainPages() {}

    /**
     * Asks for a token.
     *
     * @param csrf what the form brings along
     * @param problem what was wrong with the last one; null: there was none
     */
    public static String signIn(String csrf, String problem) {
        Html main = new Html();
        if (problem != null) {
            main.element("p", problem, "role", "alert", "class", "problem", "id", "problem");
        }
        main.open("form", "method", "post", "action", "/console/sign-in", "class", "sign-in")
                .single("input", "type", "hidden", "name", "csrf", "value", csrf)
                .element("label", "Token", "for", "token")
                .single(
                        "input",
                        "id",
                        "token",
                        "name",
                        "token",
                        "type",
                        "password",
                        "required",
                        "",
                        "autocomplete",
                        "off",
                        "aria-describedby",
                        "token-hint")
                .element(
                        "p",
                        "As 'ocs token create' has printed it. It is not kept in the browser.",
                        "id",
                        "token-hint",
                        "class",
                        "hint")
                .element("button", "Sign in", "type", "submit")
                .close();
        return Frame.of(new Screen("Sign in", null, main), null);
    }

    /**
     * What went wrong.
     *
     * @param title of the problem details, in words
     */
    public static String problem(int status, String title, String detail, Look look) {
        Html main = new Html()
                .element("p", detail, "role", "alert", "class", "problem")
                .element("p", "Status " + status + ".", "class", "hint");
        return Frame.of(new Screen(title, null, main), look);
    }
}
