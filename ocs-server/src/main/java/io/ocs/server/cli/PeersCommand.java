package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocs peers [disconnect HOST]}. */
@Command(
        name = "peers",
        description = "Lists the Diameter peers that are configured or connected, or disconnects one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs peers",
            "  ocs peers --output json | jq '.peers[] | select(.connections == [])'",
            "  ocs peers disconnect smf.example.com --cause busy"
        })
public final class PeersCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        JsonNode found = server.client().get("/admin/v1/peers");
        JsonNode peers = found.path("peers");
        server.print(
                found,
                peers.isEmpty()
                        ? "no peer is configured or connected"
                        : table(peers).toString());
        return 0;
    }

    @Command(
            name = "disconnect",
            description = {
                "Says farewell to a peer on all its connections (DPR) and closes them when what is under way is answered. The peer may come again at any"
                        + " time, unless it is taken out of the peer table.",
            },
            footerHeading = "%nExamples:%n",
            footer = "  ocs peers disconnect smf.example.com --cause do-not-want-to-talk-to-you")
    int disconnect(
            @Parameters(paramLabel = "HOST", description = "Its Origin-Host.") String host,
            @Option(
                            names = "--cause",
                            paramLabel = "CAUSE",
                            defaultValue = "rebooting",
                            description =
                                    "The Disconnect-Cause: rebooting, busy or do-not-want-to-talk-to-you (default: ${DEFAULT-VALUE}).")
                    String cause,
            @Mixin ClientOptions target) {
        JsonNode done = target.client()
                .post(
                        "/admin/v1/peers/" + AdminClient.segment(host) + "/disconnection",
                        JsonNodeFactory.instance.objectNode().put("cause", cause));
        target.print(
                done, "disconnecting " + host + ": " + done.path("connections").asText() + " connections");
        return 0;
    }

    private static Table table(JsonNode peers) {
        Table table = new Table("PEER", "REALM", "CONFIGURED", "CONNECTIONS");
        for (JsonNode peer : peers) {
            table.row(
                    Table.cell(peer, "originHost", ""),
                    Table.cell(peer, "realm", ""),
                    peer.path("configured").asBoolean() ? "yes" : "no",
                    connections(peer));
        }
        return table;
    }

    private static String connections(JsonNode peer) {
        StringBuilder text = new StringBuilder();
        for (JsonNode link : peer.path("connections")) {
            text.append(text.isEmpty() ? "" : ", ").append(link.path("address").asText());
            text.append(link.path("tls").asBoolean() ? " TLS" : "");
            text.append(link.path("initiated").asBoolean() ? " (begun here)" : "");
        }
        return text.isEmpty()
                ? "none" + (peer.hasNonNull("away") ? ": " + peer.path("away").asText() : "")
                : text.toString();
    }
}
