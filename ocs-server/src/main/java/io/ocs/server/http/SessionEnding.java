package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Ends a session: asks its client to (ASR), so that it can still report what it has used (CCR-T), and waits for that a little; then, or at once if the
 * client cannot be asked or does not do it, ends what is still open by a command. One for each request, on its event loop.
 */
final class SessionEnding {
    private static final long LOOK_MS = 50;
    /** How long the client has to end the session itself. */
    private static final long GRACE_MS = 2_000;

    private final RoutingContext context;
    private final AccountAdministration administration;
    private final String key;
    private final String sessionId;
    private long waitedMs;
    private boolean accepted;
    private boolean over;

    SessionEnding(RoutingContext context, AccountAdministration administration, String sessionId) {
        this.context = context;
        this.administration = administration;
        this.sessionId = sessionId;
        key = Replies.idempotencyKey(context);
    }

    void begin() {
        Replies.result(administration.request(ClientRequest.Kind.ABORT, sessionId))
                .onSuccess(this::onAnswer)
                .onFailure(failure -> end());
        look();
    }

    private void onAnswer(Optional<ClientAnswer> answer) {
        accepted = answer.isPresent() && answer.get().status() == ClientAnswer.Status.ACCEPTED;
        if (!accepted) {
            end();
        }
    }

    private void look() {
        Replies.result(administration.session(sessionId))
                .onSuccess(open -> onLook(open.isPresent()))
                .onFailure(failure -> end());
    }

    private void onLook(boolean open) {
        if (waitedMs >= GRACE_MS || (accepted && !open)) {
            end();
        } else if (!over) {
            waitedMs += LOOK_MS;
            context.vertx().setTimer(LOOK_MS, timer -> look());
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        Replies.when(context, administration.execute(key, new AccountCommand.AbortSession(sessionId)), this::reply);
    }

    private void reply(CommandResult result) {
        boolean byItsClient = result.status() == CommandResult.Status.UNKNOWN_SESSION && accepted;
        if (!result.isDone() && !byItsClient) {
            throw ProblemException.of(result);
        }
        Replies.json(
                context,
                200,
                byItsClient
                        ? JsonNodeFactory.instance
                                .objectNode()
                                .put("status", "done")
                                .put("repeated", false)
                                .put("detail", "the client has ended the session")
                        : Replies.done(result));
    }
}
