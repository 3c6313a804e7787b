package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Requests, their latency and open sessions: the last figures as a table, the last ten minutes as charts that the script draws. */
public final class TrafficPage {
    private static final int POLL_S = 4;

    private TrafficPage() {}

    /** @param traffic {@code /admin/v1/traffic} */
    public static Screen screen(JsonNode traffic) {
        JsonNode samples = traffic.path("samples");
        JsonNode last = samples.path(samples.size() - 1);
        Html main = new Html()
                .add(Live.part(Section.TRAFFIC.path(), POLL_S, sentence(last), now(last)))
                .element("h2", "The last ten minutes")
                .open("div", "class", "charts");
        chart(main, "requests", "Requests a second, by what became of them");
        chart(main, "latency", "Latency in milliseconds: half, and 99 of 100, are answered within");
        chart(main, "sessions", "Open sessions");
        return new Screen("Traffic", Section.TRAFFIC, main.close());
    }

    private static String sentence(JsonNode last) {
        if (last.isMissingNode()) {
            return "Nothing was measured yet.";
        }
        return Texts.figure(last.path("requests"), 0) + " requests a second, 99 of 100 answered within "
                + Texts.figure(last.path("p99Ms"), 1) + " ms, "
                + Texts.plural(last.path("sessions").asLong(), "open session") + ".";
    }

    private static Html now(JsonNode last) {
        Grid grid = new Grid("Now", "Nothing was measured yet.", List.of("Figure", "Value"));
        if (!last.isMissingNode()) {
            grid.row("Requests a second").number(Texts.figure(last.path("requests"), 1));
            grid.row("of them granted").number(Texts.figure(last.path("granted"), 1));
            grid.row("of them refused").number(Texts.figure(last.path("refused"), 1));
            grid.row("of them told to come later (3004)").number(Texts.figure(last.path("busy"), 1));
            grid.row("of them failed").number(Texts.figure(last.path("failed"), 1));
            grid.row("Half answered within, ms").number(Texts.figure(last.path("p50Ms"), 2));
            grid.row("99 of 100 answered within, ms").number(Texts.figure(last.path("p99Ms"), 2));
            grid.row("Requests that wait or are being decided").number(Texts.figure(last.path("waiting"), 0));
            grid.row("Open sessions").number(Texts.figure(last.path("sessions"), 0));
        }
        return grid.end();
    }

    private static void chart(Html main, String name, String caption) {
        main.open("figure")
                .element("figcaption", caption, "id", "caption-" + name)
                .open("div", "class", "chart", "data-chart", name, "role", "img", "aria-labelledby", "caption-" + name)
                .close()
                .close();
    }
}
