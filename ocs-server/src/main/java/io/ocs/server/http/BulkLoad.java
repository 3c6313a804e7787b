package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Creates many subscribers, chunk by chunk, each under its own idempotency key. A bad one is reported and the others go on. Rows that the
 * shard is too busy for are repeated with growing pauses. Belongs to the event loop of its request.
 */
final class BulkLoad {
    private static final int CHUNK_MAX = 1_024;
    private static final int TRIES_MAX = 8;
    private static final long FIRST_PAUSE_MS = 5;
    private static final int ERRORS_MAX = 10_000;

    /**
     * One row: a command, or why it is none.
     *
     * @param row its number, from 1
     */
    record Row(int row, String key, CreateSubscriber command, String error) {}

    private final AdminPorts ports;
    private final Context context;
    private final Iterator<Row> rows;
    private final boolean validateOnly;
    private final ObjectNode report = JsonNodeFactory.instance.objectNode();
    private Row ahead;
    private long created;
    private long repeated;
    private long failed;

    BulkLoad(AdminPorts ports, Context context, Iterator<Row> rows, boolean validateOnly) {
        this.ports = ports;
        this.context = context;
        this.rows = rows;
        this.validateOnly = validateOnly;
        report.putArray("errors");
    }

    /** {@code {"created":N,"repeated":R,"failed":M,"errors":[{"row":…,"identity":…,"reason":…}]}}; of the errors the first 10,000. */
    Future<ObjectNode> run() {
        List<Row> chunk = nextChunk();
        if (chunk.isEmpty() && ahead == null && !rows.hasNext()) {
            return Future.succeededFuture(
                    report.put("created", created).put("repeated", repeated).put("failed", failed));
        }
        return (validateOnly ? validate(chunk) : execute(chunk, 1)).compose(done -> run());
    }

    /** The next rows that do not depend on each other; rows that are none are reported on the way. */
    private List<Row> nextChunk() {
        List<Row> chunk = new ArrayList<>(CHUNK_MAX);
        Set<SubscriptionId> within = new HashSet<>();
        while (chunk.size() < CHUNK_MAX && (ahead != null || rows.hasNext())) {
            Row row = ahead != null ? ahead : rows.next();
            ahead = null;
            if (row.error() != null) {
                fail(row, row.error());
            } else if (within.contains(row.command().memberOf())) {
                ahead = row;
                return chunk;
            } else {
                within.addAll(row.command().identities());
                chunk.add(row);
            }
        }
        return chunk;
    }

    private Future<Void> execute(List<Row> chunk, int attempt) {
        List<String> keys = chunk.stream().map(Row::key).toList();
        List<CreateSubscriber> commands = chunk.stream().map(Row::command).toList();
        return onContext(ports.administration().executeAll(keys, commands)).compose(results -> {
            List<Row> again = settle(chunk, results, attempt);
            return again.isEmpty()
                    ? Future.succeededFuture()
                    : pause(attempt).compose(tick -> execute(again, attempt + 1));
        });
    }

    /** Counts what is settled. @return the rows to be tried again */
    private List<Row> settle(List<Row> chunk, List<CommandResult> results, int attempt) {
        List<Row> again = new ArrayList<>();
        for (int index = 0; index < chunk.size(); index++) {
            CommandResult result = results.get(index);
            if (result.isDone()) {
                created++;
                repeated += result.repeated() ? 1 : 0;
            } else if (result.status() == Status.TOO_BUSY && attempt < TRIES_MAX) {
                again.add(chunk.get(index));
            } else {
                fail(chunk.get(index), ProblemException.name(result.status()) + ": " + result.detail());
            }
        }
        return again;
    }

    private Future<Void> validate(List<Row> chunk) {
        Future<Void> all = Future.succeededFuture();
        for (Row row : chunk) {
            Future<String> problem = problemOf(row.command());
            all = all.compose(done -> problem).map(reason -> {
                if (reason != null) {
                    fail(row, reason);
                }
                return null;
            });
        }
        return all;
    }

    /** Why the row would be refused; null if it would not. */
    private Future<String> problemOf(CreateSubscriber command) {
        Future<String> result = command.memberOf() == null
                ? Future.succeededFuture()
                : isKnown(command.memberOf())
                        .map(known -> known ? null : "no subscriber has the identity " + command.memberOf());
        for (SubscriptionId identity : command.identities()) {
            result = result.compose(reason -> reason != null
                    ? Future.succeededFuture(reason)
                    : isKnown(identity)
                            .map(known ->
                                    known ? "identity-taken: " + identity + " belongs to a subscriber already" : null));
        }
        return result;
    }

    private Future<Boolean> isKnown(SubscriptionId identity) {
        return onContext(ports.administration().subscriber(identity)).map(java.util.Optional::isPresent);
    }

    private <T> Future<T> onContext(java.util.concurrent.CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, context).timeout(30, TimeUnit.SECONDS);
    }

    private Future<Long> pause(int attempt) {
        return context.owner().timer(FIRST_PAUSE_MS << attempt).map(tick -> 0L);
    }

    private void fail(Row row, String reason) {
        failed++;
        if (report.withArray("errors").size() < ERRORS_MAX) {
            ObjectNode error = report.withArray("errors").addObject().put("row", row.row());
            if (row.command() != null) {
                error.put("identity", row.command().identities().get(0).toString());
            }
            error.put("reason", reason);
        }
    }
}
