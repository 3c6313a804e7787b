package io.ocs.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.command.CommandResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How requests are answered. */
final class Replies {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final int KEY_LENGTH_MAX = 160;
    private static final String VIEW = "ocs.view";
    private static final long TIMEOUT_S = 30;

    private Replies() {}

    /** Takes the body of an answer, to show it in another form. */
    @FunctionalInterface
    interface View {
        void show(int status, JsonNode body);
    }

    /** What is to be done with the answer to a request, other than to send it as JSON; null: nothing. */
    static void view(RoutingContext context, View view) {
        context.put(VIEW, view);
    }

    static void json(RoutingContext context, int status, JsonNode body) {
        View view = context.get(VIEW);
        if (view == null) {
            send(context, status, "application/json", body);
        } else {
            view.show(status, body);
        }
    }

    /** Waits for a result, with a bound, on the event loop of the request. */
    static <T> Future<T> result(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, io.vertx.core.Vertx.currentContext())
                .timeout(TIMEOUT_S, TimeUnit.SECONDS);
    }

    /** Answers with what the stage gives; if it fails, with its problem. */
    static <T> void when(RoutingContext context, CompletionStage<T> stage, Consumer<T> answer) {
        result(stage)
                .onSuccess(value -> guarded(context, () -> answer.accept(value)))
                .onFailure(context::fail);
    }

    /** Answers what a command did, or its problem. */
    static void command(
            RoutingContext context, CompletionStage<CommandResult> stage, Function<CommandResult, JsonNode> body) {
        when(context, stage, result -> {
            if (!result.isDone()) {
                throw ProblemException.of(result);
            }
            json(context, 200, body.apply(result));
        });
    }

    static ObjectNode done(CommandResult result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", "done")
                .put("repeated", result.repeated())
                .put("detail", result.detail());
    }

    /** The key of the request; a new one if it has none. It is in the answer's headers either way. */
    static String idempotencyKey(RoutingContext context) {
        String given = context.request().getHeader(IDEMPOTENCY_KEY);
        String key = given == null ? UUID.randomUUID().toString() : given;
        if (!key.matches("[\\x21-\\x7e]{1," + KEY_LENGTH_MAX + "}")) {
            throw ProblemException.badRequest(
                    IDEMPOTENCY_KEY + " is 1 to " + KEY_LENGTH_MAX + " printable ASCII characters without spaces");
        }
        context.response().putHeader(IDEMPOTENCY_KEY, key);
        return key;
    }

    /** Runs a part of a handler; what it throws fails the request. */
    static void guarded(RoutingContext context, Runnable part) {
        try {
            part.run();
        } catch (IllegalArgumentException e) {
            context.fail(ProblemException.badRequest(e.getMessage()));
        } catch (RuntimeException e) {
            context.fail(e);
        }
    }

    /** The last handler of a request that failed. */
    static void problem(RoutingContext context) {
        ProblemException problem = problemOf(context);
        if (problem.retryAfterS() > 0) {
            context.response().putHeader("Retry-After", Long.toString(problem.retryAfterS()));
        }
        if (problem.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"ocs\"");
        }
        if (!context.response().ended()) {
            send(context, problem.status(), "application/problem+json", problem.json());
        }
    }

    /** Why a request has failed. */
    static ProblemException problemOf(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof TimeoutException) {
            return new ProblemException(
                    504,
                    "no-answer",
                    "no result within " + TIMEOUT_S + " s; it may still be done: repeat it with the same "
                            + IDEMPOTENCY_KEY);
        }
        int status = failure instanceof HttpException http ? http.getStatusCode() : context.statusCode();
        return switch (failure == null || failure instanceof HttpException ? status : 500) {
            case 400 -> ProblemException.badRequest("the request is malformed");
            case 404 ->
                new ProblemException(404, "no-such-resource", "there is nothing here; see /admin/v1/openapi.json");
            case 405 ->
                new ProblemException(
                        405, "method-not-allowed", "this resource has other methods; see /admin/v1/openapi.json");
            case 413 -> new ProblemException(413, "body-too-large", "send less at once, or raise http.body-max");
            default -> internal(context, failure);
        };
    }

    private static ProblemException internal(RoutingContext context, Throwable failure) {
        LOG.atError()
                .setMessage("http-request-failed")
                .addKeyValue("method", context.request().method())
                .addKeyValue(
                        "route",
                        context.currentRoute() == null
                                ? "none"
                                : context.currentRoute().getPath())
                .setCause(failure)
                .log();
        return new ProblemException(500, "internal-error", "this is a fault of the server; its log says more");
    }

    private static void send(RoutingContext context, int status, String type, JsonNode body) {
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", type)
                    .end(Buffer.buffer(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
