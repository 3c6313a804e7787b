package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocs adjust}. */
@Command(
        name = "adjust",
        description =
                "Credits or debits the main money bucket of a subscriber's account, for a reason that stands in the record.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs adjust 491700000001 2.00EUR --reason 'goodwill, ticket 4711'",
            "  ocs adjust 491700000001 --reason 'credited twice' -- -5.00EUR"
        })
public final class AdjustCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "MSISDN",
            description = "The subscriber: digits, or type:data with e164, imsi, sip-uri, nai or private.")
    private String subscriber;

    @Parameters(
            index = "1",
            paramLabel = "AMOUNT",
            description = "For example 2.00EUR; negative takes, what is available at most.")
    private String amount;

    @Option(
            names = "--reason",
            required = true,
            description = "Why: 1 to 100 characters; stands in the record, with who did it.")
    private String reason;

    @Mixin
    private ClientOptions server;

    @Mixin
    private MutationOptions mutation;

    @Override
    public Integer call() {
        JsonNode body =
                JsonNodeFactory.instance.objectNode().put("amount", amount).put("reason", reason);
        String path = SubscriberCommand.path(subscriber) + "/adjustments";
        JsonNode done = server.client().change("POST", path, body, mutation.key());
        server.print(
                done,
                done.path("repeated").booleanValue()
                        ? "already adjusted under this key, nothing changed"
                        : "adjusted " + subscriber + " by " + amount + "; "
                                + done.path("detail").asText());
        return 0;
    }
}
