package io.ocs.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Currency;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a {@link SimulationReport}: for people, as JSON, or as one line of progress. */
final class ReportPrinter {
    private static final long MICROS = 1_000_000;

    private ReportPrinter() {}

    static void table(SimulationReport report, PrintWriter out) {
        SimulationReport.Latency latency = report.latency();
        row(out, "elapsed", seconds(report) + " s");
        row(
                out,
                "sessions",
                report.sessionsStarted() + " started, " + report.sessionsEnded() + " ended, "
                        + report.sessionsAbandoned() + " abandoned");
        row(out, "requests", report.requests() + " (" + perSecond(report) + "/s), " + report.answers() + " answered");
        row(out, "result codes", codes(report.resultCodes()));
        row(out, "codes of services", codes(report.serviceResultCodes()));
        row(
                out,
                "without answer",
                report.timeouts() + " timed out, " + report.disconnects() + " disconnected, " + report.malformed()
                        + " malformed");
        row(out, "repeats", report.repeats() + " sent, " + report.mismatches() + " with another answer");
        row(
                out,
                "latency in µs",
                "p50 " + latency.p50() + ", p90 " + latency.p90() + ", p99 " + latency.p99() + ", p99.9 "
                        + latency.p999() + ", max " + latency.max());
        row(
                out,
                "used",
                report.octetsUsed() + " octets, " + report.secondsUsed() + " s of voice, " + report.unitsUsed()
                        + " units");
        row(out, "charged, as told", money(report.charged()));
        row(out, "refunded, as told", money(report.refunded()));
        out.flush();
    }

    static String line(SimulationReport report) {
        return seconds(report) + " s: " + report.sessionsStarted() + " sessions (" + report.sessionsOpen() + " open), "
                + report.requests() + " requests (" + perSecond(report) + "/s), p50 "
                + report.latency().p50() + " µs, p99 " + report.latency().p99() + " µs, "
                + (report.timeouts() + report.disconnects() + report.malformed()) + " without answer";
    }

    static String json(SimulationReport report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("elapsedMs", report.elapsed().toMillis());
            json.writeNumberField("sessionsStarted", report.sessionsStarted());
            json.writeNumberField("sessionsEnded", report.sessionsEnded());
            json.writeNumberField("sessionsAbandoned", report.sessionsAbandoned());
            json.writeNumberField("requests", report.requests());
            json.writeNumberField("answers", report.answers());
            map(json, "resultCodes", report.resultCodes());
            map(json, "serviceResultCodes", report.serviceResultCodes());
            json.writeNumberField("timeouts", report.timeouts());
            json.writeNumberField("disconnects", report.disconnects());
            json.writeNumberField("malformed", report.malformed());
            json.writeNumberField("repeats", report.repeats());
            json.writeNumberField("mismatches", report.mismatches());
            latency(json, report.latency());
            json.writeNumberField("octetsUsed", report.octetsUsed());
            json.writeNumberField("secondsUsed", report.secondsUsed());
            json.writeNumberField("unitsUsed", report.unitsUsed());
            map(json, "chargedMicros", report.charged());
            map(json, "refundedMicros", report.refunded());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void latency(JsonGenerator json, SimulationReport.Latency latency) throws IOException {
        json.writeObjectFieldStart("latencyMicros");
        json.writeNumberField("p50", latency.p50());
        json.writeNumberField("p90", latency.p90());
        json.writeNumberField("p99", latency.p99());
        json.writeNumberField("p99.9", latency.p999());
        json.writeNumberField("max", latency.max());
        json.writeEndObject();
    }

    private static void map(JsonGenerator json, String name, Map<Long, Long> map) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<Long, Long> entry : map.entrySet()) {
            json.writeNumberField(Long.toString(entry.getKey()), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void row(PrintWriter out, String name, String value) {
        out.printf("%-19s%s%n", name, value);
    }

    private static String codes(Map<Long, Long> codes) {
        return codes.isEmpty()
                ? "none"
                : codes.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String money(Map<Long, Long> money) {
        return money.isEmpty()
                ? "nothing"
                : money.entrySet().stream()
                        .map(entry -> decimal(entry.getValue()) + " " + currency(entry.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static String decimal(long micros) {
        long whole = Math.abs(micros / MICROS);
        return (micros < 0 ? "-" : "") + whole + "." + String.format("%06d", Math.abs(micros % MICROS));
    }

    private static String currency(long number) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getNumericCode() == number)
                .map(Currency::getCurrencyCode)
                .findFirst()
                .orElse("currency " + number);
    }

    private static String seconds(SimulationReport report) {
        long tenths = report.elapsed().toMillis() / 100;
        return tenths / 10 + "." + tenths % 10;
    }

    private static long perSecond(SimulationReport report) {
        return report.requests() * 1000 / Math.max(1, report.elapsed().toMillis());
    }
}
