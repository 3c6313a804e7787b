package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.diameter.peer.DisconnectCause;
import io.ocs.diameter.peer.PeerStatus;
import io.ocs.server.config.NearestName;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;

/** {@code /admin/v1/peers}. */
final class PeerRoutes {
    private static final Map<String, DisconnectCause> CAUSES = new TreeMap<>(Map.of(
            "rebooting", DisconnectCause.REBOOTING,
            "busy", DisconnectCause.BUSY,
            "do-not-want-to-talk-to-you", DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU));

    private final Peers peers;

    PeerRoutes(AdminPorts ports) {
        peers = ports.peers();
    }

    void list(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("peers");
        peers.peers().forEach(peer -> json.withArray("peers").add(json(peer)));
        Replies.json(context, 200, json);
    }

    private static ObjectNode json(PeerStatus peer) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("originHost", peer.originHost())
                .put("realm", peer.realm())
                .put("configured", peer.isConfigured());
        json.putArray("connections");
        peer.links().forEach(link -> json.withArray("connections")
                .addObject()
                .put("address", link.address())
                .put("tls", link.isTls())
                .put("initiated", link.isInitiated()));
        json.put("away", peer.away().orElse(null));
        return json;
    }

    void disconnect(RoutingContext context) {
        String host = context.pathParam("originHost");
        DisconnectCause cause =
                JsonBody.of(context, "cause").parsed("cause", PeerRoutes::cause, DisconnectCause.REBOOTING);
        int open = peers.disconnect(host, cause);
        if (open == 0) {
            throw new ProblemException(404, "unknown-peer", "no peer " + host + " is connected");
        }
        Replies.json(
                context,
                200,
                JsonNodeFactory.instance.objectNode().put("status", "done").put("connections", open));
    }

    private static DisconnectCause cause(String text) {
        DisconnectCause cause = CAUSES.get(text);
        if (cause == null) {
            throw new IllegalArgumentException("no cause '" + text + "'" + NearestName.hint(text, CAUSES.keySet())
                    + "; causes are " + CAUSES.keySet());
        }
        return cause;
    }
}
