package io.ocs.server.console;

/** What every page has around it: head, skip link, banner with navigation, main, footer. No script stands in the page itself. */
public final class Frame {
    private static final String HTMX_CONFIG =
            "{\"includeIndicatorStyles\":false,\"allowEval\":false,\"selfRequestsOnly\":true,\"historyCacheSize\":0}";

    private Frame() {}

    /** @param look null: nobody has signed in */
    public static String of(Screen screen, Look look) {
        Html html = new Html();
        html.open("html", "lang", "en");
        head(html, screen.title());
        html.open("body");
        html.element("a", "Skip to the content", "href", "#main", "class", "skip");
        banner(html, screen, look);
        html.open("main", "id", "main", "tabindex", "-1")
                .element("h1", screen.title())
                .add(screen.main())
                .close();
        html.open("footer").element("p", "Times are UTC.").close();
        return "<!DOCTYPE html>\n" + html.close().close();
    }

    private static void head(Html html, String title) {
        html.open("head")
                .single("meta", "charset", "utf-8")
                .single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .single("meta", "name", "color-scheme", "content", "light dark")
                .single("meta", "name", "htmx-config", "content", HTMX_CONFIG)
                .element("title", title + " – OCS")
                .single("link", "rel", "icon", "href", "data:,")
                .single("link", "rel", "stylesheet", "href", Assets.path("uplot.css"))
                .single("link", "rel", "stylesheet", "href", Assets.path("console.css"))
                .element("script", "", "src", Assets.path("htmx.js"), "defer", "")
                .element("script", "", "src", Assets.path("uplot.js"), "defer", "")
                .element("script", "", "src", Assets.path("console.js"), "defer", "")
                .close();
    }

    private static void banner(Html html, Screen screen, Look look) {
        html.open("header");
        html.element("span", "OCS", "class", "brand");
        if (look != null) {
            navigation(html, screen.section(), look);
            who(html, look);
        }
        html.close();
    }

    private static void navigation(Html html, Section current, Look look) {
        html.open("nav", "aria-label", "Sections").open("ul");
        for (Section section : Section.values()) {
            if (look.role().includes(section.least())) {
                html.open("li")
                        .open("a", "href", section.path(), "aria-current", section == current ? "page" : null)
                        .text(section.title());
                if (section == Section.ALARMS && look.alarms() > 0) {
                    html.element("strong", " " + look.alarms(), "class", "badge");
                }
                html.close().close();
            }
        }
        html.close().close();
    }

    private static void who(Html html, Look look) {
        html.open("div", "class", "who");
        html.element(
                "span",
                look.isLab()
                        ? "lab: without token"
                        : look.name() + " (" + look.role().label() + ")");
        html.element("button", "Pause updates", "type", "button", "id", "pause", "aria-pressed", "false", "hidden", "");
        if (!look.isLab()) {
            html.open("form", "method", "post", "action", "/console/sign-out").add(Forms.csrf(look));
            html.element("button", "Sign out", "type", "submit").close();
        }
        html.close();
    }
}
