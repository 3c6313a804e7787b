package io.ocs.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;

/** The rows of a bench for people or for programs. */
final class BenchReport {
    private static final String HEAD = "%-22s %-9s %10s %6s %9s %9s %9s %9s %7s %9s %9s%n"
            .formatted(
                    "load",
                    "server",
                    "CCR/s",
                    "ratio",
                    "p50 µs",
                    "p99 µs",
                    "p99.9 µs",
                    "srv µs",
                    "srv B",
                    "client µs",
                    "failures");

    private final String machine;
    private final String description;
    private final Outcome outcome;
    private final List<BenchRow> rows;
    private final BooksReport books;
    private final String reference;

    /** Ratios are to the server named {@code reference}. */
    BenchReport(String machine, String description, Outcome outcome, BooksReport books, String reference) {
        this.machine = machine;
        this.description = description;
        this.outcome = outcome;
        this.rows = outcome.rows();
        this.books = books;
        this.reference = reference;
    }

    /** Whether the figures count: no load failed, and no books that were compared differ. */
    boolean succeeded() {
        return outcome.failures() == 0 && books.balance();
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append(machine).append('\n').append(description).append('\n').append(HEAD);
        rows.forEach(row -> table.append(line(row)));
        rows.stream()
                .filter(row -> row.failures() > 0)
                .forEach(row -> table.append("%s %s: Result-Codes %s%n"
                        .formatted(row.key().server(), row.key().shape(), row.codes())));
        rows.stream().filter(row -> row.topUps() + row.topUpsFailed() > 0).forEach(row -> table.append(topUps(row)));
        outcome.notes().forEach(note -> table.append(note).append('\n'));
        books.lines().forEach(line -> table.append(line).append('\n'));
        return table.toString();
    }

    String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("machine", machine).put("description", description);
        root.putArray("rows").addAll(rows.stream().map(row -> json(mapper, row)).toList());
        outcome.notes().forEach(root.putArray("notes")::add);
        ObjectNode compared = root.putObject("books").put("compared", books.compared());
        if (books.compared()) {
            compared.put("balance", books.balance());
        }
        books.lines().forEach(compared.putArray("lines")::add);
        return root.toPrettyString();
    }

    private String line(BenchRow row) {
        String ratio =
                ratioPercent(row).isEmpty() ? "" : hundredths(ratioPercent(row).getAsLong());
        return "%-22s %-9s %,10d %6s %9s %9s %9s %9s %7s %9s %,9d%n"
                .formatted(
                        row.key().shape(),
                        row.key().server(),
                        row.ratePerSecond(),
                        ratio,
                        micros(row.latencyNanosAt(50)),
                        micros(row.latencyNanosAt(99)),
                        micros(row.latencyNanosAt(99.9)),
                        known(row.serverCpuNanos()) ? hundredths(row.serverCpuNanos() / 10) : "-",
                        known(row.serverBytes()) ? "%,d".formatted(row.serverBytes()) : "-",
                        hundredths(row.clientCpuNanos() / 10),
                        row.failures());
    }

    private static String topUps(BenchRow row) {
        long permille = row.topUps() * 1000 / Math.max(1, row.requests());
        return "%s %s: %,d top-ups beside, %d.%d %% of the requests; %,d failed%n"
                .formatted(
                        row.key().server(),
                        row.key().shape(),
                        row.topUps(),
                        permille / 10,
                        permille % 10,
                        row.topUpsFailed());
    }

    private ObjectNode json(ObjectMapper mapper, BenchRow row) {
        LoadShape shape = row.key().shape();
        ObjectNode node = mapper.createObjectNode()
                .put("server", row.key().server())
                .put("connections", shape.connections())
                .put("window", shape.window())
                .put("offeredPerSecond", shape.ratePerSecond())
                .put("runs", row.runs().size())
                .put("ratePerSecond", row.ratePerSecond())
                .put("latencyNanosP50", row.latencyNanosAt(50))
                .put("latencyNanosP99", row.latencyNanosAt(99))
                .put("latencyNanosP999", row.latencyNanosAt(99.9))
                .put("latencyNanosMax", row.latencyNanosAt(100))
                .put("clientCpuNanosPerRequest", row.clientCpuNanos())
                .put("topUps", row.topUps())
                .put("failures", row.failures());
        if (known(row.serverCpuNanos())) {
            node.put("serverCpuNanosPerRequest", row.serverCpuNanos()).put("serverBytesPerRequest", row.serverBytes());
        }
        ratioPercent(row).ifPresent(percent -> node.put("ratioPercent", percent));
        ObjectNode codes = node.putObject("resultCodes");
        row.codes().forEach((code, count) -> codes.put(code.toString(), count));
        return node;
    }

    /** Of the rate of the reference under the same load; empty in an open loop, whose rate is given. */
    private OptionalLong ratioPercent(BenchRow row) {
        if (row.key().shape().isOpenLoop()) {
            return OptionalLong.empty();
        }
        BenchRow.Key key = new BenchRow.Key(reference, row.key().shape());
        return rows.stream()
                .filter(other -> other.key().equals(key) && other.ratePerSecond() > 0)
                .mapToLong(other -> row.ratePerSecond() * 100 / other.ratePerSecond())
                .findFirst();
    }

    private static boolean known(long figure) {
        return figure != Measurement.UNKNOWN;
    }

    private static String micros(long nanos) {
        return "%,d".formatted((nanos + 500) / 1000);
    }

    private static String hundredths(long value) {
        return "%d.%02d".formatted(value / 100, value % 100);
    }
}
