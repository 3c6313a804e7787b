package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.command.CommandResult;

/** A request that is refused: becomes the problem details of RFC 9457. {@code detail} tells a person what to do. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String name;
    private long retryAfterS;
    private transient ArrayNode problems;

    /** @param name kebab-case, stable: programs decide by it */
    ProblemException(int status, String name, String detail) {
        super(detail);
        this.status = status;
        this.name = name;
    }

    static ProblemException badRequest(String detail) {
        return new ProblemException(400, "bad-request", detail);
    }

    /** A command that was not done. */
    static ProblemException of(CommandResult result) {
        return new ProblemException(status(result.status()), name(result.status()), result.detail());
    }

    /** {@code IDENTITY_TAKEN} is {@code identity-taken}. */
    static String name(CommandResult.Status status) {
        return status.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static int status(CommandResult.Status status) {
        return switch (status) {
            case DONE -> 200;
            case UNKNOWN_SUBSCRIBER, UNKNOWN_SESSION -> 404;
            case IDENTITY_TAKEN,
                    SESSIONS_OPEN,
                    LAST_IDENTITY,
                    WRONG_STATE,
                    NOT_ELIGIBLE,
                    TRANSFERS_OPEN,
                    SAME_ACCOUNT -> 409;
            case CURRENCY_MISMATCH, BAD_AMOUNT, KEY_REUSED -> 422;
            case TOO_BUSY, NOT_DURABLE, UNDER_WAY -> 503;
            case NO_ROOM -> 507;
            case FAILED -> 500;
        };
    }

    /** Says in a form for programs what is wrong in many places. */
    ProblemException problems(ArrayNode all) {
        problems = all;
        return this;
    }

    /** Says when to try again. */
    ProblemException retryAfter(long seconds) {
        retryAfterS = seconds;
        return this;
    }

    /** When to try again, in seconds; 0: nothing is said. */
    long retryAfterS() {
        return retryAfterS == 0 && status == 503 ? 1 : retryAfterS;
    }

    int status() {
        return status;
    }

    /** Kebab-case, stable. */
    String name() {
        return name;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:ocs:problem:" + name)
                .put("title", name.replace('-', ' '))
                .put("status", status)
                .put("detail", getMessage());
        if (problems != null) {
            json.set("problems", problems);
        }
        return json;
    }
}
