package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ocs top-up}. */
@Command(
        name = "top-up",
        description = "Credits the main money bucket of a subscriber's account.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs top-up 491700000001 5.00EUR",
            "  ocs top-up imsi:001010000000001 5.00EUR --idempotency-key voucher-4711"
        })
public final class TopUpCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "MSISDN",
            description = "The subscriber: digits, or type:data with e164, imsi, sip-uri, nai or private.")
    private String subscriber;

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "For example 5.00EUR.")
    private String amount;

    @Mixin
    private ClientOptions server;

    @Mixin
    private MutationOptions mutation;

    @Override
    public Integer call() {
        AdminClient client = server.client();
        String path = SubscriberCommand.path(subscriber);
        JsonNode body = JsonNodeFactory.instance.objectNode().put("amount", amount);
        JsonNode done = client.change("POST", path + "/top-ups", body, mutation.key());
        String available = client.get(path + "/balance").path("available").asText();
        boolean repeated = done.path("repeated").booleanValue();
        server.print(
                done,
                repeated
                        ? "already topped up under this key, nothing changed; available " + available
                        : "topped up " + subscriber + " by " + amount + "; available " + available);
        return 0;
    }
}
