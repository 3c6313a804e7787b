package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The Diameter peers. */
public final class PeersPage {
    private static final int POLL_S = 5;

    private PeersPage() {}

    /** @param answer {@code /admin/v1/peers} */
    public static Screen screen(JsonNode answer) {
        JsonNode peers = answer.path("peers");
        Grid grid = new Grid(
                "Peers",
                "No peer is configured or connected.",
                List.of("Origin-Host", "Realm", "In the peer table", "Connections", "Away because"));
        int connected = 0;
        for (JsonNode peer : peers) {
            connected += peer.path("connections").isEmpty() ? 0 : 1;
            grid.row(peer.path("originHost").asText())
                    .cell(Texts.of(peer.path("realm")))
                    .cell(Texts.yesNo(peer.path("configured")))
                    .cell(connections(peer.path("connections")))
                    .cell(Texts.of(peer.path("away")));
        }
        String sentence = Texts.plural(peers.size(), "peer") + ", " + connected + " connected.";
        return new Screen("Peers", Section.PEERS, Live.part(Section.PEERS.path(), POLL_S, sentence, grid.end()));
    }

    private static String connections(JsonNode connections) {
        List<String> texts = new ArrayList<>();
        for (JsonNode connection : connections) {
            texts.add(connection.path("address").asText()
                    + (connection.path("tls").asBoolean() ? ", TLS" : "")
                    + (connection.path("initiated").asBoolean() ? ", from here" : ""));
        }
        return texts.isEmpty() ? "none" : String.join("; ", texts);
    }
}
