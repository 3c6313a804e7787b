package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.SubscriberView;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /admin/v1/subscribers}: one method for each route. */
final class SubscriberRoutes {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final int SESSIONS_MAX = 100;

    private final AccountAdministration administration;
    private final SubscriberReader reader;
    private final Views views;

    SubscriberRoutes(AdminPorts ports, SubscriberReader reader, Views views) {
        this.administration = ports.administration();
        this.reader = reader;
        this.views = views;
    }

    void list(RoutingContext context) {
        int offset = parameter(context, "offset", 0, Integer.MAX_VALUE);
        int limit = parameter(context, "limit", LIMIT_DEFAULT, LIMIT_MAX);
        Replies.when(context, administration.subscribers(offset, limit), found -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.putArray("subscribers")
                    .addAll(found.stream().map(views::subscriber).toList());
            Replies.json(context, 200, json);
        });
    }

    void create(RoutingContext context) {
        String key = Replies.idempotencyKey(context);
        CreateSubscriber command = reader.read(JsonBody.tree(context));
        SubscriptionId first = command.identities().get(0);
        Replies.when(context, administration.execute(key, command), result -> {
            if (!result.isDone()) {
                throw ProblemException.of(result);
            }
            context.response().putHeader("Location", "/admin/v1/subscribers/" + first);
            Replies.json(context, 201, Replies.done(result).put("identity", first.toString()));
        });
    }

    void show(RoutingContext context) {
        withSubscriber(context, identity(context), view -> Replies.json(context, 200, views.subscriber(view)));
    }

    void balance(RoutingContext context) {
        SubscriptionId identity = identity(context);
        withSubscriber(
                context,
                identity,
                view -> Replies.when(
                        context,
                        administration.sessions(identity, SESSIONS_MAX),
                        sessions -> Replies.json(context, 200, views.balance(view, sessions))));
    }

    void remove(RoutingContext context) {
        command(context, new AccountCommand.RemoveSubscriber(identity(context)));
    }

    void topUp(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "amount");
        command(context, new AccountCommand.TopUp(identity(context), body.parsed("amount", Money::parse)));
    }

    /** Who adjusts is the name of the token. */
    void adjust(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "amount", "reason");
        String reason = body.text("reason");
        if (!reason.matches("[\\x20-\\x7e]{1,100}") || reason.isBlank()) {
            throw new IllegalArgumentException("'reason' is 1 to 100 printable ASCII characters");
        }
        String operator = AuditTrail.caller(context).name();
        command(
                context,
                new AccountCommand.Adjust(identity(context), body.parsed("amount", Money::parse), reason, operator));
    }

    /** Money of one account goes to another, wherever that is. */
    void transfer(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "to", "amount");
        command(
                context,
                new AccountCommand.Transfer(
                        identity(context),
                        body.parsed("to", SubscriptionId::parse),
                        body.parsed("amount", Money::parse)));
    }

    void changeState(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "state");
        command(
                context,
                new AccountCommand.ChangeState(identity(context), body.parsed("state", SubscriberReader::lifeCycle)));
    }

    void changeOffer(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "offer");
        command(context, new AccountCommand.ChangeOffer(identity(context), body.parsed("offer", reader::offer)));
    }

    void addIdentity(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "identity");
        command(
                context,
                new AccountCommand.AddIdentity(identity(context), body.parsed("identity", SubscriptionId::parse)));
    }

    /** The identity must be the named subscriber's: a slip must not hit somebody else. */
    void removeIdentity(RoutingContext context) {
        SubscriptionId removed = SubscriptionId.parse(context.pathParam("other"));
        String key = Replies.idempotencyKey(context);
        withSubscriber(context, identity(context), view -> {
            if (!view.identities().contains(removed) && !view.identities().isEmpty()) {
                throw new ProblemException(
                        404,
                        "unknown-identity",
                        "this subscriber has no identity " + removed + ", but " + view.identities());
            }
            Replies.command(
                    context, administration.execute(key, new AccountCommand.RemoveIdentity(removed)), Replies::done);
        });
    }

    private void command(RoutingContext context, AccountCommand command) {
        Replies.command(context, administration.execute(Replies.idempotencyKey(context), command), Replies::done);
    }

    private void withSubscriber(
            RoutingContext context, SubscriptionId identity, java.util.function.Consumer<SubscriberView> answer) {
        Replies.when(
                context,
                administration.subscriber(identity),
                found -> answer.accept(found.orElseThrow(() -> new ProblemException(
                        404, "unknown-subscriber", "no subscriber has the identity " + identity))));
    }

    static SubscriptionId identity(RoutingContext context) {
        return SubscriptionId.parse(context.pathParam("identity"));
    }

    static int parameter(RoutingContext context, String name, int absent, int max) {
        List<String> values = context.queryParam(name);
        if (values.isEmpty()) {
            return absent;
        }
        if (!values.get(0).matches("\\d{1,9}") || Integer.parseInt(values.get(0)) > max) {
            throw new IllegalArgumentException("'" + name + "' is a whole number of 0 to " + max);
        }
        return Integer.parseInt(values.get(0));
    }
}
