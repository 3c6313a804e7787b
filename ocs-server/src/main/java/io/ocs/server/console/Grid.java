package io.ocs.server.console;

import java.util.List;

/** A table with a caption, headings with their scope, and a frame of its own to scroll in where the screen is narrow. */
final class Grid {
    private final Html html = new Html();
    private final String empty;
    private final int columns;
    private int rows;

    /** @param empty what stands there if there is nothing */
    Grid(String caption, String empty, List<String> headings) {
        this.empty = empty;
        columns = headings.size();
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption)
                .open("table")
                .element("caption", caption)
                .open("thead")
                .open("tr");
        headings.forEach(heading -> html.element("th", heading, "scope", "col"));
        html.close().close().open("tbody");
    }

    /** Begins a row whose heading is a text. */
    Grid row(String heading) {
        return row(new Html().text(heading));
    }

    Grid row(Html heading) {
        if (rows > 0) {
            html.close();
        }
        rows++;
        html.open("tr").open("th", "scope", "row").add(heading).close();
        return this;
    }

    Grid cell(String text) {
        html.element("td", text);
        return this;
    }

    Grid number(String text) {
        html.element("td", text, "class", "number");
        return this;
    }

    Grid cell(Html content) {
        html.open("td").add(content).close();
        return this;
    }

    Html end() {
        if (rows > 0) {
            html.close();
        } else {
            html.open("tr")
                    .element("td", empty, "colspan", Integer.toString(columns))
                    .close();
        }
        return html.close().close().close();
    }
}
