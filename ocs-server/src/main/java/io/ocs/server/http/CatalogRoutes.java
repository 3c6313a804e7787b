package io.ocs.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.catalog.CatalogRefusal;
import io.ocs.server.catalog.CatalogVersion;
import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.catalog.LiveCatalog.Applied;
import io.ocs.server.catalog.LiveCatalog.Change;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@code /admin/v1/catalog}: which version is in force, which there were, and how another one comes into force. */
final class CatalogRoutes {
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final LiveCatalog catalog;

    CatalogRoutes(AdminPorts ports) {
        catalog = ports.catalog();
    }

    void show(RoutingContext context) {
        ObjectNode json = json(catalog.version());
        catalog.held().forEach(json.putArray("held")::add);
        Replies.json(context, OK, json);
    }

    /** The newest first. */
    void history(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode versions = json.putArray("versions");
        List<CatalogVersion> all = catalog.history();
        for (int i = all.size() - 1; i >= 0; i--) {
            versions.add(json(all.get(i)));
        }
        Replies.json(context, OK, json);
    }

    void apply(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "files", "reason", "expectedVersion", "validateOnly");
        boolean onlyLook = body.flag("validateOnly", false);
        answer(context, catalog.apply(files(body), change(context, body), onlyLook), onlyLook);
    }

    void rollBack(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "version", "reason", "expectedVersion");
        int version = (int) body.number("version", 1, Integer.MAX_VALUE);
        answer(context, catalog.rollBack(version, change(context, body)), false);
    }

    private static Map<String, byte[]> files(JsonBody body) {
        Map<String, byte[]> files = new HashMap<>();
        for (Map.Entry<String, JsonNode> file : body.members("files")) {
            if (!file.getValue().isTextual()) {
                throw new IllegalArgumentException("file '" + file.getKey() + "': its content is wanted, as text");
            }
            files.put(file.getKey(), file.getValue().textValue().getBytes(UTF_8));
        }
        return files;
    }

    private static Change change(RoutingContext context, JsonBody body) {
        int expected = body.has("expectedVersion") ? (int) body.number("expectedVersion", 1, Integer.MAX_VALUE) : 0;
        return new Change(AuditTrail.caller(context).name(), body.text("reason"), expected);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is told by the other one
    private static void answer(RoutingContext context, CompletableFuture<Applied> work, boolean onlyLook) {
        CompletableFuture<Applied> answered = new CompletableFuture<>();
        work.whenComplete((applied, failure) -> {
            if (failure == null) {
                answered.complete(applied);
            } else {
                answered.completeExceptionally(problem(failure));
            }
        });
        Replies.when(context, answered, applied -> {
            ObjectNode json = json(applied.version())
                    .put("status", onlyLook ? "valid" : applied.isNew() ? "in-force" : "unchanged");
            Replies.json(context, applied.isNew() && !onlyLook ? CREATED : OK, json);
        });
    }

    private static Throwable problem(Throwable failure) {
        if (!(failure instanceof CatalogRefusal refusal)) {
            return failure;
        }
        ProblemException problem =
                switch (refusal.why()) {
                    case BAD_CATALOG -> new ProblemException(422, "catalog-refused", refusal.getMessage());
                    case VERSION_CHANGED -> new ProblemException(409, "catalog-changed", refusal.getMessage());
                    case UNKNOWN_VERSION -> new ProblemException(404, "unknown-catalog-version", refusal.getMessage());
                    case OFFER_IN_USE -> new ProblemException(409, "offer-in-use", refusal.getMessage());
                    case NOT_DURABLE -> new ProblemException(503, "not-durable", refusal.getMessage());
                };
        if (refusal.problems().isEmpty()) {
            return problem;
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        refusal.problems().forEach(one -> all.addObject()
                .put("rule", one.rule().toString())
                .put("file", one.file())
                .put("line", one.line() > 0 ? Integer.valueOf(one.line()) : null)
                .put("reason", one.reason())
                .put("example", one.example()));
        return problem.problems(all);
    }

    private static ObjectNode json(CatalogVersion version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", version.number())
                .put("sha256", version.sha256())
                .put("by", version.by())
                .put("at", Instant.ofEpochMilli(version.atMs()).toString())
                .put("reason", version.reason())
                .put("origin", version.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("of", version.of() == 0 ? null : Integer.valueOf(version.of()));
    }
}
