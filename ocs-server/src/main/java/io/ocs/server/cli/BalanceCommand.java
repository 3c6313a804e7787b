package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ocs balance}. */
@Command(
        name = "balance",
        description =
                "Shows what a subscriber has: buckets in paying order, what is reserved, what is available, open sessions.",
        footerHeading = "%nExamples:%n",
        footer = {"  ocs balance 491700000001", "  ocs balance imsi:001010000000001 --output json"})
public final class BalanceCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MSISDN",
            description = "The subscriber: digits, or type:data with e164, imsi, sip-uri, nai or private.")
    private String subscriber;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        JsonNode balance = server.client().get(SubscriberCommand.path(subscriber) + "/balance");
        server.print(balance, table(balance));
        return 0;
    }

    private static String table(JsonNode balance) {
        Table buckets =
                new Table("BUCKET", "KIND", "PAYS FOR", "BALANCE", "RESERVED", "AVAILABLE", "PRIORITY", "EXPIRES");
        for (JsonNode bucket : balance.path("buckets")) {
            buckets.row(
                    Table.cell(bucket, "id", ""),
                    Table.cell(bucket, "kind", ""),
                    Table.cell(bucket, "allowance", "anything"),
                    Table.cell(bucket, "balance", "unlimited"),
                    Table.cell(bucket, "reserved", "-"),
                    Table.cell(bucket, "available", "unlimited"),
                    Table.cell(bucket, "priority", ""),
                    Table.cell(bucket, "expires", "never"));
        }
        Table counters = new Table("COUNTER", "PER", "VALUE", "UNTIL");
        for (JsonNode counter : balance.path("counters")) {
            counters.row(
                    Table.cell(counter, "name", ""),
                    Table.cell(counter, "per", ""),
                    Table.cell(counter, "value", ""),
                    Table.cell(counter, "until", "never"));
        }
        String sessions = balance.path("sessions").isEmpty()
                ? "no open sessions\n"
                : SessionsCommand.table(balance.path("sessions")).toString();
        return SubscriberCommand.card(balance)
                + "available     " + Table.cell(balance, "available", "unlimited") + "   (balance "
                + Table.cell(balance, "balance", "unlimited") + ", reserved " + Table.cell(balance, "reserved", "-")
                + ")\n\n"
                + buckets + "\n" + (counters.isEmpty() ? "" : counters + "\n") + sessions;
    }
}
