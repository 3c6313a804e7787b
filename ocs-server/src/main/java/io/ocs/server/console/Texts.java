package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How values of JSON are told to people. */
final class Texts {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};
    private static final String NOTHING = "–";
    private static final int KIB = 1024;

    private Texts() {}

    /** A text; a dash for null. */
    static String of(JsonNode value) {
        return value.isNull() || value.isMissingNode() || value.asText().isEmpty() ? NOTHING : value.asText();
    }

    /** A whole number with its thousands apart; a dash for null. */
    static String count(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : of(value);
    }

    static String octets(JsonNode value) {
        return value.isNumber() ? octets(value.asLong()) : of(value);
    }

    static String octets(long octets) {
        double shown = octets;
        int unit = 0;
        while (shown >= KIB && unit < UNITS.length - 1) {
            shown /= KIB;
            unit++;
        }
        return unit == 0 ? octets + " octets" : String.format(Locale.ROOT, "%.1f%s", shown, UNITS[unit]);
    }

    /** A figure that is measured. */
    static String figure(JsonNode value, int decimals) {
        return value.isNumber() ? String.format(Locale.ROOT, "%,." + decimals + "f", value.asDouble()) : NOTHING;
    }

    /** An instant, to the second; a dash for null: never. */
    static Html time(JsonNode value) {
        Html html = new Html();
        if (!value.isTextual()) {
            return html.text(NOTHING);
        }
        Instant instant = Instant.parse(value.textValue());
        return html.element("time", SECONDS.format(instant), "datetime", value.textValue());
    }

    static String list(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts.isEmpty() ? NOTHING : String.join(", ", texts);
    }

    static String yesNo(JsonNode value) {
        return value.asBoolean() ? "yes" : "no";
    }

    /** {@code 1 peer}, {@code 2 peers}. */
    static String plural(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
