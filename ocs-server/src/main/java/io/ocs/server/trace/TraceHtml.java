package io.ocs.server.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.server.console.Html;

/** A trace as one HTML file that needs nothing else. */
public final class TraceHtml {
    private static final String STYLE =
            ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:1rem auto;padding:0 1rem}"
                    + "pre{overflow-x:auto;padding:.5rem;border:1px solid}summary{cursor:pointer;overflow-wrap:anywhere}"
                    + "li{margin:.5rem 0}.record summary{font-weight:600}";

    private TraceHtml() {}

    /** @param trace {@code /admin/v1/traces/{trace}} */
    public static String of(JsonNode trace) {
        Html html = new Html()
                .open("html", "lang", "en")
                .open("head")
                .single("meta", "charset", "utf-8")
                .single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .element("title", "Trace of " + trace.path("identity").asText())
                .element("style", STYLE)
                .close()
                .open("body")
                .open("main")
                .element("h1", "Trace of " + trace.path("identity").asText())
                .element("p", TraceText.head(trace))
                .open("ol");
        for (JsonNode event : trace.path("events")) {
            html.open("li", "class", event.path("kind").asText())
                    .open("details", "open", event.path("kind").asText().equals("record") ? "" : null)
                    .element("summary", TraceText.title(event))
                    .element("pre", body(event), "tabindex", "0")
                    .close()
                    .close();
        }
        return "<!DOCTYPE html>\n" + html.close().close().close().close();
    }

    private static String body(JsonNode event) {
        if (event.path("kind").asText().equals("record")) {
            return TraceText.services(event.path("record"))
                    + event.path("record").toPrettyString();
        }
        StringBuilder text = new StringBuilder();
        event.path("avps").forEach(avp -> TraceText.append(text, avp, ""));
        return text.toString();
    }
}
