package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.http.Backups.Progress;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** {@code /admin/v1/backup}. */
final class BackupRoutes {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Backups backups;

    BackupRoutes(AdminPorts ports) {
        backups = ports.backups();
    }

    /** Changes nothing that is charged, so it needs no key: asked twice, the second one finds the folder in use. */
    void begin(RoutingContext context) {
        Path directory = JsonBody.of(context, "directory").parsed("directory", Path::of);
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        backups.begin(directory).whenComplete((begins, refusal) -> {
            if (refusal == null) {
                begun.complete(begins);
            } else {
                begun.completeExceptionally(
                        refusal instanceof IllegalArgumentException
                                ? ProblemException.badRequest(refusal.getMessage())
                                : refusal);
            }
        });
        Replies.when(context, begun, begins -> begun(context, begins));
    }

    private void begun(RoutingContext context, boolean begins) {
        if (!begins) {
            throw new ProblemException(
                    CONFLICT,
                    "backup-running",
                    "another backup is being taken: GET /admin/v1/backup tells how far it is, DELETE ends it");
        }
        Replies.json(context, ACCEPTED, json(backups.last().orElseThrow()));
    }

    void stop(RoutingContext context) {
        if (!backups.stop()) {
            throw new ProblemException(NOT_FOUND, "no-backup", "no backup is being taken");
        }
        Replies.json(context, OK, JsonNodeFactory.instance.objectNode().put("status", "done"));
    }

    void show(RoutingContext context) {
        Progress last = backups.last()
                .orElseThrow(() -> new ProblemException(
                        NOT_FOUND,
                        "no-backup",
                        "this server has taken no backup since its start: POST to this resource"));
        Replies.json(context, OK, json(last));
    }

    private static ObjectNode json(Progress progress) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("directory", progress.directory().toString())
                .put("state", progress.state().name().toLowerCase(Locale.ROOT))
                .put("octets", progress.done())
                .put("octetsTotal", progress.total() == 0 ? null : Long.valueOf(progress.total()))
                .put("error", progress.error().isEmpty() ? null : progress.error());
    }
}
