package io.ocs.server;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.command.SessionView;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.state.LifeCycle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Accounts in a map, one subscriber to an account: what the outside can be tried against. Completes on another thread, like a shard. */
public final class InMemoryAdministration implements AccountAdministration {
    private final Map<SubscriptionId, Subscriber> directory = new LinkedHashMap<>();
    private final Map<String, SessionView> sessions = new LinkedHashMap<>();
    private final Map<String, AccountCommand> commands = new HashMap<>();
    private final Map<String, CommandResult> results = new HashMap<>();
    private ClientAnswer clients = ClientAnswer.none(ClientAnswer.Status.UNROUTABLE);
    private SubscriptionId withoutRoom;
    private int refusals;
    private long lastId;

    private static final class Subscriber {
        private final long id;
        private final List<SubscriptionId> identities;
        private final String currency;
        private final long creditLimit;
        private final List<AccountCommand.OpeningBucket> buckets = new ArrayList<>();
        private String offer;
        private LifeCycle state;
        private long micros;

        Subscriber(long id, AccountCommand.CreateSubscriber command) {
            this.id = id;
            identities = new ArrayList<>(command.identities());
            offer = command.offer().name();
            currency = Money.currencyOf(command.offer().currency()).getCurrencyCode();
            creditLimit = command.offer().creditLimitMicros();
            state = command.state();
            micros = command.balance() == null ? 0 : command.balance().micros();
            buckets.addAll(command.buckets());
            if (command.withAllowances()) {
                buckets.addAll(command.offer().allowances());
            }
        }
    }

    /** The next {@code count} commands find no room in the queue. */
    public synchronized void refuse(int count) {
        refusals = count;
    }

    /** The subscriber with this number finds no room. */
    public synchronized void failCreating(String msisdn) {
        withoutRoom = SubscriptionId.e164(msisdn);
    }

    public synchronized void open(SessionView session) {
        sessions.put(session.sessionId(), session);
    }

    public synchronized int size() {
        return directory.size();
    }

    @Override
    public CompletableFuture<CommandResult> execute(String key, AccountCommand command) {
        return CompletableFuture.supplyAsync(() -> executeNow(key, command));
    }

    @Override
    public CompletableFuture<List<CommandResult>> executeAll(List<String> keys, List<? extends AccountCommand> all) {
        return CompletableFuture.supplyAsync(() -> {
            List<CommandResult> done = new ArrayList<>();
            for (int index = 0; index < all.size(); index++) {
                done.add(executeNow(keys.get(index), all.get(index)));
            }
            return done;
        });
    }

    private synchronized CommandResult executeNow(String key, AccountCommand command) {
        if (refusals > 0) {
            refusals--;
            return CommandResult.of(Status.TOO_BUSY, "the queue is full; try again");
        }
        if (commands.containsKey(key)) {
            return commands.get(key).equals(command)
                    ? new CommandResult(
                            results.get(key).status(), results.get(key).detail(), true)
                    : CommandResult.of(Status.KEY_REUSED, "this key was used for another command");
        }
        commands.put(key, command);
        CommandResult result = decide(command);
        results.put(key, result);
        return result;
    }

    private CommandResult decide(AccountCommand command) {
        if (command instanceof AccountCommand.CreateSubscriber create) {
            return create(create);
        }
        if (command instanceof AccountCommand.AbortSession abort) {
            return sessions.remove(abort.sessionId()) == null
                    ? CommandResult.of(Status.UNKNOWN_SESSION, "no such session is open")
                    : done("aborted");
        }
        if (command instanceof AccountCommand.RemoveIdentity remove) {
            return removeIdentity(remove.identity());
        }
        if (command instanceof AccountCommand.Transfer transfer) {
            return transfer(transfer);
        }
        SubscriptionId identity = subject(command);
        Subscriber subscriber = directory.get(identity);
        return subscriber == null
                ? CommandResult.of(Status.UNKNOWN_SUBSCRIBER, "no subscriber has the identity " + identity)
                : change(command, subscriber);
    }

    private static SubscriptionId subject(AccountCommand command) {
        if (command instanceof AccountCommand.TopUp topUp) {
            return topUp.subscriber();
        }
        if (command instanceof AccountCommand.Adjust adjust) {
            return adjust.subscriber();
        }
        if (command instanceof AccountCommand.ChangeState state) {
            return state.subscriber();
        }
        if (command instanceof AccountCommand.ChangeOffer offer) {
            return offer.subscriber();
        }
        if (command instanceof AccountCommand.AddIdentity add) {
            return add.subscriber();
        }
        return ((AccountCommand.RemoveSubscriber) command).subscriber();
    }

    private CommandResult create(AccountCommand.CreateSubscriber command) {
        for (SubscriptionId identity : command.identities()) {
            if (identity.equals(withoutRoom)) {
                return CommandResult.of(Status.NO_ROOM, "accounts.capacity is reached");
            }
            if (directory.containsKey(identity)) {
                return CommandResult.of(Status.IDENTITY_TAKEN, identity + " belongs to a subscriber already");
            }
        }
        if (command.memberOf() != null && !directory.containsKey(command.memberOf())) {
            return CommandResult.of(Status.UNKNOWN_SUBSCRIBER, "no subscriber has the identity " + command.memberOf());
        }
        Subscriber subscriber = new Subscriber(++lastId, command);
        command.identities().forEach(identity -> directory.put(identity, subscriber));
        return done("created");
    }

    private CommandResult change(AccountCommand command, Subscriber subscriber) {
        if (command instanceof AccountCommand.TopUp topUp) {
            if (!topUp.amount().currency().getCurrencyCode().equals(subscriber.currency)) {
                return CommandResult.of(Status.CURRENCY_MISMATCH, "the account is in " + subscriber.currency);
            }
            subscriber.micros += topUp.amount().micros();
        } else if (command instanceof AccountCommand.Adjust adjust) {
            subscriber.micros += adjust.amount().micros();
        } else if (command instanceof AccountCommand.ChangeState state) {
            subscriber.state = state.state();
        } else if (command instanceof AccountCommand.ChangeOffer offer) {
            subscriber.offer = offer.offer().name();
        } else if (command instanceof AccountCommand.AddIdentity add) {
            subscriber.identities.add(add.identity());
            directory.put(add.identity(), subscriber);
        } else {
            subscriber.identities.forEach(directory::remove);
        }
        return done("done");
    }

    private CommandResult removeIdentity(SubscriptionId identity) {
        Subscriber subscriber = directory.get(identity);
        if (subscriber.identities.size() == 1) {
            return CommandResult.of(Status.LAST_IDENTITY, "a subscriber needs one identity");
        }
        subscriber.identities.remove(identity);
        directory.remove(identity);
        return done("removed");
    }

    private CommandResult transfer(AccountCommand.Transfer command) {
        for (SubscriptionId identity : List.of(command.from(), command.to())) {
            if (!directory.containsKey(identity)) {
                return CommandResult.of(Status.UNKNOWN_SUBSCRIBER, "no subscriber has the identity " + identity);
            }
        }
        Subscriber from = directory.get(command.from());
        if (command.amount().micros() > from.micros) {
            return CommandResult.of(Status.BAD_AMOUNT, "that is more than there is");
        }
        from.micros -= command.amount().micros();
        directory.get(command.to()).micros += command.amount().micros();
        return done("transferred");
    }

    private static CommandResult done(String detail) {
        return CommandResult.of(Status.DONE, detail);
    }

    @Override
    public CompletableFuture<Optional<SubscriberView>> subscriber(SubscriptionId identity) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (this) {
                return Optional.ofNullable(directory.get(identity)).map(this::view);
            }
        });
    }

    @Override
    public CompletableFuture<List<SubscriberView>> subscribers(int offset, int limit) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (this) {
                return directory.values().stream()
                        .distinct()
                        .skip(offset)
                        .limit(limit)
                        .map(this::view)
                        .toList();
            }
        });
    }

    private SubscriberView view(Subscriber subscriber) {
        List<SubscriberView.Bucket> buckets = new ArrayList<>();
        buckets.add(
                bucket(1, new AccountCommand.OpeningBucket(UnitKind.MONEY, subscriber.micros, 100, Long.MAX_VALUE, 0)));
        for (AccountCommand.OpeningBucket bucket : subscriber.buckets) {
            buckets.add(bucket(buckets.size() + 1, bucket));
        }
        int open = (int) sessions.values().stream()
                .filter(session -> session.subscriberId() == subscriber.id)
                .count();
        return new SubscriberView(
                subscriber.id,
                subscriber.id,
                0,
                subscriber.state,
                LifeCycle.ACTIVE,
                subscriber.offer,
                subscriber.identities,
                subscriber.currency,
                subscriber.creditLimit,
                1,
                open,
                Long.MAX_VALUE,
                List.of(),
                buckets);
    }

    private static SubscriberView.Bucket bucket(int id, AccountCommand.OpeningBucket bucket) {
        return new SubscriberView.Bucket(
                id,
                bucket.kind(),
                bucket.priority(),
                bucket.amount(),
                0,
                bucket.amount(),
                bucket.amount(),
                bucket.expiresMs(),
                bucket.allowance());
    }

    @Override
    public CompletableFuture<Optional<SessionView>> session(String sessionId) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (this) {
                return Optional.ofNullable(sessions.get(sessionId));
            }
        });
    }

    /** What clients answer from now on; {@link ClientAnswer.Status#ACCEPTED} ends the session by itself if it was asked to end. */
    public synchronized void answerOfClients(ClientAnswer answer) {
        clients = answer;
    }

    @Override
    public CompletableFuture<Optional<ClientAnswer>> request(ClientRequest.Kind kind, String sessionId) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (this) {
                if (!sessions.containsKey(sessionId)) {
                    return Optional.empty();
                }
                if (kind == ClientRequest.Kind.ABORT && clients.status() == ClientAnswer.Status.ACCEPTED) {
                    sessions.remove(sessionId);
                }
                return Optional.of(clients);
            }
        });
    }

    @Override
    public CompletableFuture<List<SessionView>> sessions(SubscriptionId subscriber, int limit) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (this) {
                return sessions.values().stream()
                        .filter(session ->
                                subscriber == null || session.subscriptions().contains(subscriber))
                        .limit(limit)
                        .toList();
            }
        });
    }
}
