package io.ocs.server.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.reconcile.JournalDump;

/** A trace as text for a terminal. */
public final class TraceText {
    private static final int NAME_WIDTH = 40;

    private TraceText() {}

    /** @param trace {@code /admin/v1/traces/{trace}} */
    public static String of(JsonNode trace) {
        StringBuilder text = new StringBuilder(head(trace)).append('\n');
        for (JsonNode event : trace.path("events")) {
            text.append('\n').append(title(event)).append('\n').append(body(event));
        }
        return text.toString();
    }

    static String head(JsonNode trace) {
        int leftOut = trace.path("leftOut").asInt();
        String journal = trace.path("journal").asText("");
        return "Trace " + trace.path("trace").asText() + " of "
                + trace.path("identity").asText() + ", "
                + trace.path("begun").asText() + " to " + trace.path("until").asText() + ", by "
                + trace.path("by").asText() + ": " + trace.path("messages").asInt() + " messages"
                + (leftOut > 0 ? ", " + leftOut + " left out for want of room" : "")
                + (journal.isEmpty() ? "" : "; journal " + journal);
    }

    /** One line that tells what the event is. */
    static String title(JsonNode event) {
        JsonNode record = event.path("record");
        return switch (event.path("kind").asText()) {
            case "request" ->
                event.path("at").asText() + "  request of " + event.path("peer").asText() + ", "
                        + event.path("sessionId").asText();
            case "answer" ->
                event.path("at").asText() + "  answer to " + event.path("peer").asText() + ", "
                        + event.path("sessionId").asText()
                        + (event.path("octets").asText().isEmpty() ? ", not sent: the connection has gone" : "");
            default ->
                event.path("at").asText() + "  decided: " + record.path("type").asText() + ", journal position "
                        + record.path("position").asText() + ", record "
                        + record.path("record").asText() + " of it";
        };
    }

    private static String body(JsonNode event) {
        if (event.path("kind").asText().equals("record")) {
            return "  " + JournalDump.text((ObjectNode) event.path("record")) + "\n" + services(event.path("record"));
        }
        StringBuilder text = new StringBuilder();
        event.path("avps").forEach(avp -> append(text, avp, "  "));
        return text.toString();
    }

    /** The money of a decision, one line a service and one a bucket. */
    static String services(JsonNode record) {
        StringBuilder text = new StringBuilder();
        for (JsonNode service : record.path("services")) {
            text.append("  service ").append(service.path("service").asText());
            text.append(": result ").append(service.path("result").asText());
            text.append(", used ").append(service.path("used").asText());
            text.append(' ').append(service.path("unit").asText());
            text.append(", charged ").append(service.path("charged").asText());
            text.append(", granted ").append(service.path("granted").asText());
            if (service.has("recordNumber")) {
                text.append(", CDR ").append(service.path("recordNumber").asText());
            }
            text.append('\n');
            for (JsonNode debit : service.path("debits")) {
                text.append("    bucket ").append(debit.path("bucket").asText());
                text.append(": ").append(debit.path("balanceBefore").asText());
                text.append(" - ").append(debit.path("amount").asText());
                text.append(" = ").append(debit.path("balanceAfter").asText());
                text.append(' ').append(debit.path("unit").asText()).append('\n');
            }
        }
        return text.toString();
    }

    static void append(StringBuilder text, JsonNode avp, String indent) {
        String name = indent + avp.path("name").asText();
        text.append(name);
        if (avp.has("value")) {
            text.append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())))
                    .append(avp.path("value").asText());
        }
        text.append('\n');
        avp.path("avps").forEach(member -> append(text, member, indent + "  "));
    }
}
