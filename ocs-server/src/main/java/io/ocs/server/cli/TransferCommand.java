package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ocs transfer}. */
@Command(
        name = "transfer",
        description = {
            "Moves money from one subscriber's account to another's, of the same currency, exactly once.",
            "",
            "Only money that is the sender's own and not reserved by open sessions can go; a sender whose state denies"
                    + " service sends nothing, one who is terminated receives nothing.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs transfer 491700000001 491700000002 5.00EUR",
            "  ocs transfer 491700000001 imsi:001010000000002 5.00EUR --key order-4711",
            "",
            "Exit code: 0 transferred (also if it was before, under this key), 1 refused or on its way, 2 usage."
        })
public final class TransferCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "Who pays: digits, or type:data with e164, imsi, sip-uri, nai or private.")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "Who gets it, named in the same way.")
    private String to;

    @Parameters(index = "2", paramLabel = "AMOUNT", description = "For example 5.00EUR; more than 0.")
    private String amount;

    @Mixin
    private ClientOptions server;

    @Mixin
    private MutationOptions mutation;

    @Override
    public Integer call() {
        AdminClient client = server.client();
        JsonNode body = JsonNodeFactory.instance.objectNode().put("to", to).put("amount", amount);
        JsonNode done = client.change("POST", SubscriberCommand.path(from) + "/transfers", body, mutation.key());
        server.print(
                done,
                done.path("repeated").booleanValue()
                        ? "already transferred under this key, nothing changed"
                        : "transferred " + amount + " from " + from + " to " + to);
        return 0;
    }
}
