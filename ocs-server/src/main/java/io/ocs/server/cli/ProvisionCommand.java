package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code ocs provision}. */
@Command(
        name = "provision",
        description = "Creates subscribers: a range of consecutive numbers, or the rows of a CSV file.",
        footerHeading = "%nExamples and file format:%n",
        footer = {
            "  ocs provision --from 491700000000 --count 1000 --offer prepaid-data --balance 10.00EUR",
            "  ocs provision --file subscribers.csv --atomic",
            "",
            "  The first line of a file names its columns; offer and one identity are needed:",
            "    msisdn, imsi, sip-uri, nai, private   identities",
            "    offer        name of the offer",
            "    balance      opening balance of the main bucket, like 10.00EUR",
            "    member-of    an identity of a member of the account to share (an earlier row, or an existing one)",
            "    state        active (default) or suspended",
            "    allowances   yes or no: credit the allowances of the offer (default: yes, if there are no buckets)",
            "    buckets      KIND AMOUNT [for ALLOWANCE] [until TIME] [priority N]; several separated by semicolons",
            "",
            "    msisdn,imsi,offer,balance,buckets",
            "    491700000001,001010000000001,prepaid-data,10.00EUR,",
            "    491700000002,,prepaid-data,0.00EUR,total-octets 1073741824 for data-1gb until 2026-12-31T23:59:59Z",
            "",
            "  A bad row is reported with its line and reason (exit code 1). The good rows are kept, with --atomic none."
        })
public final class ProvisionCommand implements Callable<Integer> {
    private static final int RANGE_MAX = 5_000;
    private static final int ERRORS_SHOWN = 50;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Mixin
    private ClientOptions server;

    @Mixin
    private MutationOptions mutation;

    /** Either of the two. */
    static final class Source {
        @ArgGroup(exclusive = false)
        private Range range;

        @ArgGroup(exclusive = false)
        private Rows rows;
    }

    /** Consecutive numbers. */
    static final class Range {
        @Option(names = "--from", required = true, paramLabel = "MSISDN", description = "First number.")
        private String from;

        @Option(names = "--count", required = true, paramLabel = "N", description = "How many.")
        private int count;

        @Option(names = "--offer", required = true, paramLabel = "OFFER", description = "Name of the offer.")
        private String offer;

        @Option(
                names = "--balance",
                paramLabel = "AMOUNT",
                description = "Opening balance, like 10.00EUR (default: none).")
        private String balance;
    }

    /** A file. */
    static final class Rows {
        @Option(
                names = "--file",
                required = true,
                paramLabel = "CSV",
                description = "File with one subscriber a row; format below.")
        private Path file;

        @Option(names = "--atomic", description = "All rows or none.")
        private boolean atomic;
    }

    @Override
    public Integer call() {
        long startNanos = System.nanoTime();
        BulkReport report = new BulkReport();
        if (source.rows == null) {
            loadRange(source.range, report);
        } else {
            loadFile(source.rows, report);
        }
        showErrors(report.json().path("errors"));
        server.print(report.json(), report.text(System.nanoTime() - startNanos));
        return report.failed() == 0 ? 0 : 1;
    }

    private void loadRange(Range range, BulkReport report) {
        String digits = range.from.replaceFirst("^\\+", "");
        if (!digits.matches("\\d{3,15}") || range.count < 1) {
            throw new ParameterException(
                    server.spec().commandLine(), "--from wants 3 to 15 digits, --count a number from 1");
        }
        AdminClient client = server.client();
        try (ProgressBar progress = progress("provisioning", range.count)) {
            for (int done = 0; done < range.count; done += RANGE_MAX) {
                String from = padded(Long.parseLong(digits) + done, digits.length());
                ObjectNode body = JsonNodeFactory.instance
                        .objectNode()
                        .put("from", from)
                        .put("count", Math.min(RANGE_MAX, range.count - done))
                        .put("offer", range.offer)
                        .put("balance", range.balance);
                JsonNode answer = client.change("POST", "/admin/v1/subscribers/bulk", body, mutation.key());
                report.addCounts(answer);
                answer.path("errors")
                        .forEach(error -> report.fail(
                                error.path("identity").asText(),
                                error.path("reason").asText()));
                progress.at(done + body.path("count").asLong());
            }
        }
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    private void loadFile(Rows rows, BulkReport report) {
        FileProvisioning provisioning =
                new FileProvisioning(server.client(), rows.file, mutation.key(), report, FileProvisioning.BATCH_MAX);
        long lines = provisioning.lines();
        try (ProgressBar checking = progress("checking", lines);
                ProgressBar progress = progress("provisioning", lines)) {
            if (rows.atomic) {
                provisioning.loadAtomically(checking, progress);
            } else {
                provisioning.load(progress);
            }
        }
    }

    private ProgressBar progress(String what, long total) {
        return new ProgressBar(server.spec().commandLine().getErr(), what, total);
    }

    private void showErrors(JsonNode errors) {
        PrintWriter err = server.spec().commandLine().getErr();
        for (int index = 0; index < Math.min(errors.size(), ERRORS_SHOWN); index++) {
            err.println(errors.get(index).path("at").asText() + ": "
                    + errors.get(index).path("reason").asText());
        }
        if (errors.size() > ERRORS_SHOWN) {
            err.println("… and " + (errors.size() - ERRORS_SHOWN) + " more; all of them with --output json");
        }
        err.flush();
    }
}
