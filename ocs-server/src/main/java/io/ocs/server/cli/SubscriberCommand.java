package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocs subscriber show|list|activate|suspend|resume|bar|terminate|change-offer|add-identity|remove-identity|remove}: one method each. */
@Command(
        name = "subscriber",
        description = "Looks after subscribers.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs subscriber show 491700000001",
            "  ocs subscriber list --limit 20 --offset 40",
            "  ocs subscriber change-offer 491700000001 postpaid",
            "  ocs subscriber add-identity 491700000001 imsi:001010000000001"
        })
public final class SubscriberCommand implements Runnable {
    private static final String WHO = "The subscriber: digits, or type:data with e164, imsi, sip-uri, nai or private.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted, such as show or list");
    }

    @Command(name = "show", description = "Shows one subscriber; 'ocs balance' shows its money.")
    int show(@Parameters(paramLabel = "MSISDN", description = WHO) String subscriber, @Mixin ClientOptions server) {
        JsonNode found = server.client().get(path(subscriber));
        server.print(found, card(found));
        return 0;
    }

    @Command(name = "list", description = "Lists subscribers, in no order.")
    int list(
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            description = "At most this many (default: ${DEFAULT-VALUE}, up to 1000).")
                    int limit,
            @Option(names = "--offset", defaultValue = "0", description = "After skipping this many.") int offset,
            @Mixin ClientOptions server) {
        JsonNode found = server.client().get("/admin/v1/subscribers?limit=" + limit + "&offset=" + offset);
        Table table = new Table("IDENTITIES", "STATE", "OFFER", "SESSIONS", "ACCOUNT");
        for (JsonNode subscriber : found.path("subscribers")) {
            table.row(
                    Table.cells(subscriber.path("identities")),
                    state(subscriber),
                    Table.cell(subscriber, "offer", ""),
                    Table.cell(subscriber, "openSessions", ""),
                    Table.cell(subscriber, "accountId", ""));
        }
        server.print(found, table.isEmpty() ? "no subscribers" : table.toString());
        return 0;
    }

    @Command(name = "suspend", description = "Refuses service (4010) until resumed; usage under way is still charged.")
    int suspend(
            @Parameters(paramLabel = "MSISDN", description = WHO) String subscriber,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        return become(server, mutation, subscriber, "suspended", "suspended ");
    }

    @Command(
            name = "activate",
            description = "Makes active who was sold but not used yet; the first use does that, too.")
    int activate(
            @Parameters(paramLabel = "MSISDN", description = WHO) String subscriber,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        return become(server, mutation, subscriber, "active", "activated ");
    }

    @Command(name = "bar", description = "Locks a subscriber (4010) until resumed: fraud, a lost device.")
    int bar(
            @Parameters(paramLabel = "MSISDN", description = WHO) String subscriber,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        return become(server, mutation, subscriber, "barred", "barred ");
    }

    @Command(
            name = "terminate",
            description =
                    "Ends a subscription (5030); identities and money stay until life-cycle.terminated.lasts is over, or 'remove'.")
    int terminate(
            @Parameters(paramLabel = "MSISDN", description = WHO) String subscriber,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        return become(server, mutation, subscriber, "terminated", "terminated ");
    }

    private static int become(
            ClientOptions server, MutationOptions mutation, String subscriber, String state, String done) {
        return change(server, mutation, "PUT", path(subscriber) + "/state", "state", state, done + subscriber);
    }

    @Command(name = "resume", description = "Makes active again who is suspended, barred, in grace or terminated.")
    int resume(
            @Parameters(paramLabel = "MSISDN", description = WHO) String subscriber,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        return become(server, mutation, subscriber, "active", "resumed ");
    }

    @Command(
            name = "change-offer",
            description = "Moves a subscriber to another offer; open sessions go on under the old one.")
    int changeOffer(
            @Parameters(index = "0", paramLabel = "MSISDN", description = WHO) String subscriber,
            @Parameters(index = "1", paramLabel = "OFFER", description = "Name of the offer.") String offer,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        return change(
                server,
                mutation,
                "PUT",
                path(subscriber) + "/offer",
                "offer",
                offer,
                subscriber + " now has the offer " + offer);
    }

    @Command(name = "add-identity", description = "Gives a subscriber a further identity.")
    int addIdentity(
            @Parameters(index = "0", paramLabel = "MSISDN", description = WHO) String subscriber,
            @Parameters(index = "1", paramLabel = "IDENTITY", description = "For example imsi:001010000000001.")
                    String identity,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        return change(
                server,
                mutation,
                "POST",
                path(subscriber) + "/identities",
                "identity",
                identity,
                subscriber + " is now also " + identity);
    }

    @Command(name = "remove-identity", description = "Takes an identity from a subscriber; the last one stays.")
    int removeIdentity(
            @Parameters(index = "0", paramLabel = "MSISDN", description = WHO) String subscriber,
            @Parameters(index = "1", paramLabel = "IDENTITY", description = "The identity to take away.")
                    String identity,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        String path = path(subscriber) + "/identities/" + AdminClient.segment(identity);
        server.print(
                server.client().change("DELETE", path, null, mutation.key()), subscriber + " is no longer " + identity);
        return 0;
    }

    @Command(
            name = "remove",
            description =
                    "Removes a subscriber without open sessions; what the last member leaves on its account is forfeited.")
    int remove(
            @Parameters(paramLabel = "MSISDN", description = WHO) String subscriber,
            @Mixin ClientOptions server,
            @Mixin MutationOptions mutation) {
        server.print(server.client().change("DELETE", path(subscriber), null, mutation.key()), "removed " + subscriber);
        return 0;
    }

    private static int change(
            ClientOptions server,
            MutationOptions mutation,
            String method,
            String path,
            String member,
            String value,
            String done) {
        JsonNode body = JsonNodeFactory.instance.objectNode().put(member, value);
        server.print(server.client().change(method, path, body, mutation.key()), done);
        return 0;
    }

    static String path(String subscriber) {
        return "/admin/v1/subscribers/" + AdminClient.segment(subscriber);
    }

    /** What a subscriber is, one line for each fact. */
    static String card(JsonNode subscriber) {
        return "subscriber    " + Table.cells(subscriber.path("identities")) + "\n"
                + "state         " + state(subscriber) + until(subscriber) + "\n"
                + "offer         " + Table.cell(subscriber, "offer", "") + "\n"
                + "account       " + Table.cell(subscriber, "accountId", "") + " in "
                + Table.cell(subscriber, "currency", "") + ", "
                + Table.cell(subscriber, "members", "") + " member(s), credit limit "
                + Table.cell(subscriber, "creditLimit", "none") + "\n"
                + "sessions      " + Table.cell(subscriber, "openSessions", "") + " open\n";
    }

    private static String until(JsonNode subscriber) {
        String ends = Table.cell(subscriber, "stateEnds", "");
        return ends.isEmpty() ? "" : " until " + ends;
    }

    private static String state(JsonNode subscriber) {
        String account = Table.cell(subscriber, "accountState", "");
        return Table.cell(subscriber, "state", "") + (account.equals("active") ? "" : " (account " + account + ")");
    }
}
