package io.ocs.core.shard;

import io.ocs.core.Hash128;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandKey;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.SessionView;
import io.ocs.core.command.StateViews;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.Table;
import io.ocs.core.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends commands and queries to the shard that owns the account. It is the only way by which identities come into being, so it alone keeps an
 * identity from two accounts in two shards: an identity on its way to one shard is taken for all others until that command has ended. Safe on any
 * thread.
 */
public final class ShardAdministration implements AccountAdministration {

    private final List<ChargingShard> shards;
    private final Clock clock;
    private final Set<SubscriptionId> onTheirWay = new HashSet<>();
    private final Moves moves = new Moves();
    private final TransferDesk transfers;

    public ShardAdministration(List<ChargingShard> shards, Clock clock) {
        this.shards = List.copyOf(shards);
        this.clock = clock;
        transfers = new TransferDesk(this.shards, moves);
    }

    @Override
    public CompletableFuture<CommandResult> execute(String idempotencyKey, AccountCommand command) {
        if (shards.size() == 1 || !command.removesIdentities()) {
            return carryOut(idempotencyKey, command);
        }
        return moves.during(() -> carryOut(idempotencyKey, command));
    }

    /**
     * Goes on with transfers between shards that were interrupted: to be called when the shards have begun to run, and now and then.
     *
     * @return completes when all has been tried, with how many are on their way still
     */
    public CompletableFuture<Integer> resumeTransfers() {
        return transfers.resume();
    }

    /**
     * Reads something of several shards, such as how far they have come, unless an identity, or money, may be leaving one of them meanwhile: it could be in
     * another already by what is read there, and still in the first.
     *
     * @param read quick
     * @return empty: try again
     */
    public <T> Optional<T> atOneInstant(Supplier<T> read) {
        return moves.atOneInstant(read);
    }

    private CompletableFuture<CommandResult> carryOut(String idempotencyKey, AccountCommand command) {
        CommandKey key = CommandKey.of(idempotencyKey, command);
        for (ChargingShard shard : shards) {
            if (shards.size() > 1 && shard.image().mayContain(Table.OUTCOME, key.high(), key.low())) {
                return repeat(shard, key, idempotencyKey, command);
            }
        }
        return executeNew(idempotencyKey, command);
    }

    /** That shard has most likely carried out this command; what it was about may be gone since, or belong to another shard. */
    private CompletableFuture<CommandResult> repeat(
            ChargingShard shard, CommandKey key, String idempotencyKey, AccountCommand command) {
        return shard.query(image -> Optional.ofNullable(key.find(image, clock.nowMs())))
                .thenCompose(result -> result.map(CompletableFuture::completedFuture)
                        .orElseGet(() -> executeNew(idempotencyKey, command)));
    }

    private CompletableFuture<CommandResult> executeNew(String idempotencyKey, AccountCommand command) {
        if (command instanceof AccountCommand.Transfer transfer && shards.size() > 1) {
            return transfer(idempotencyKey, transfer);
        }
        List<SubscriptionId> added = command.addedIdentities();
        int owner = owner(command);
        if (added.isEmpty() || shards.size() == 1) {
            return shards.get(owner).execute(idempotencyKey, command);
        }
        CommandResult refusal = claim(added, owner);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        return shards.get(owner).execute(idempotencyKey, command).whenComplete((result, failure) -> release(added));
    }

    private CompletableFuture<CommandResult> transfer(String idempotencyKey, AccountCommand.Transfer command) {
        ChargingShard from = transfers
                .sender(CommandKey.of(idempotencyKey, command))
                .orElseGet(() -> shards.get(shardOf(command.from(), home(command.from()))));
        return transfers.execute(from, idempotencyKey, command.toShard(shardOf(command.to(), from.index())));
    }

    private int owner(AccountCommand command) {
        if (command instanceof AccountCommand.AbortSession abort) {
            return sessionShard(abort.sessionId());
        }
        SubscriptionId subject = command.subject();
        int owner = shardOf(subject, home(subject));
        // a creation is remembered by whom it has created, wherever the account is that it was to join
        return command instanceof AccountCommand.CreateSubscriber create
                ? shardOf(create.identities().get(0), owner)
                : owner;
    }

    private synchronized CommandResult claim(List<SubscriptionId> added, int owner) {
        for (SubscriptionId id : added) {
            int holder = shardOf(id, owner);
            if (onTheirWay.contains(id)) {
                return CommandResult.of(
                        CommandResult.Status.TOO_BUSY, "the identity " + id + " is being given right now");
            }
            if (holder != owner) {
                return CommandResult.of(
                        CommandResult.Status.IDENTITY_TAKEN, "the identity " + id + " belongs to a subscriber already");
            }
        }
        onTheirWay.addAll(added);
        return null;
    }

    private synchronized void release(List<SubscriptionId> added) {
        added.forEach(onTheirWay::remove);
    }

    /** The shard that has this identity, or {@code otherwise}. */
    private int shardOf(SubscriptionId id, int otherwise) {
        if (shards.size() > 1) {
            for (ChargingShard shard : shards) {
                if (shard.image().mayContain(Table.IDENTITY, id.keyHigh(), id.keyLow())) {
                    return shard.index();
                }
            }
        }
        return otherwise;
    }

    private int home(SubscriptionId id) {
        return (int) Long.remainderUnsigned(id.keyLow(), shards.size());
    }

    @Override
    public CompletableFuture<List<CommandResult>> executeAll(
            List<String> idempotencyKeys, List<? extends AccountCommand> commands) {
        List<CompletableFuture<CommandResult>> results = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            results.add(execute(idempotencyKeys.get(i), commands.get(i)));
        }
        return all(results, Function.identity());
    }

    @Override
    public CompletableFuture<Optional<SubscriberView>> subscriber(SubscriptionId identity) {
        ChargingShard shard = shards.get(shardOf(identity, home(identity)));
        return shard.query(image -> new StateViews(shard.index()).subscriber(image, identity, clock.nowMs()));
    }

    @Override
    public CompletableFuture<List<SubscriberView>> subscribers(int offset, int limit) {
        List<CompletableFuture<List<SubscriberView>>> parts = new ArrayList<>();
        long skip = offset;
        for (ChargingShard shard : shards) {
            long[] left = {skip};
            skip = Math.max(0, skip - shard.image().size(Table.SUBSCRIBER));
            StateViews views = new StateViews(shard.index());
            parts.add(shard.query(image -> page(
                    image,
                    Table.SUBSCRIBER,
                    limit,
                    address -> left[0]-- > 0 ? null : views.subscriber(image, address, clock.nowMs()))));
        }
        return all(
                parts,
                lists -> lists.stream().flatMap(List::stream).limit(limit).toList());
    }

    @Override
    public CompletableFuture<Optional<SessionView>> session(String sessionId) {
        ChargingShard shard = shards.get(sessionShard(sessionId));
        byte[] id = sessionId.getBytes(StandardCharsets.UTF_8);
        return shard.query(image -> {
            long address =
                    image.find(Table.SESSION, Hash128.high(id, 0, id.length, 0), Hash128.low(id, 0, id.length, 0));
            return address == AccountStore.NONE
                    ? Optional.empty()
                    : Optional.of(new StateViews(shard.index()).session(image, address));
        });
    }

    @Override
    public CompletableFuture<Optional<ClientAnswer>> request(ClientRequest.Kind kind, String sessionId) {
        byte[] id = sessionId.getBytes(StandardCharsets.UTF_8);
        return shards.get(sessionShard(sessionId))
                .callClient(kind, Hash128.high(id, 0, id.length, 0), Hash128.low(id, 0, id.length, 0));
    }

    private int sessionShard(String sessionId) {
        byte[] id = sessionId.getBytes(StandardCharsets.UTF_8);
        for (ChargingShard shard : shards) {
            if (shard.image()
                    .mayContain(Table.SESSION, Hash128.high(id, 0, id.length, 0), Hash128.low(id, 0, id.length, 0))) {
                return shard.index();
            }
        }
        return 0;
    }

    @Override
    public CompletableFuture<List<SessionView>> sessions(SubscriptionId subscriber, int limit) {
        if (subscriber == null) {
            return sessionsOf(shards, 0, limit);
        }
        return subscriber(subscriber)
                .thenCompose(view -> view.isEmpty() || view.get().openSessions() == 0
                        ? CompletableFuture.completedFuture(List.of())
                        : sessionsOf(
                                List.of(shards.get(view.get().shard())),
                                view.get().subscriberId(),
                                limit));
    }

    private CompletableFuture<List<SessionView>> sessionsOf(List<ChargingShard> some, long subscriberId, int limit) {
        List<CompletableFuture<List<SessionView>>> parts = new ArrayList<>();
        for (ChargingShard shard : some) {
            SessionEntry entry = new SessionEntry();
            StateViews views = new StateViews(shard.index());
            parts.add(shard.query(image -> page(
                    image,
                    Table.SESSION,
                    limit,
                    address -> subscriberId == 0 || entry.wrap(address).subscriberId() == subscriberId
                            ? views.session(image, address)
                            : null)));
        }
        return all(
                parts,
                lists -> lists.stream().flatMap(List::stream).limit(limit).toList());
    }

    /** Up to {@code limit} views; entries whose view is null are left out. */
    private static <T> List<T> page(AccountStore image, Table table, int limit, AddressFunction<T> view) {
        List<T> page = new ArrayList<>();
        image.forEach(table, address -> {
            T made = view.apply(address);
            if (made != null) {
                page.add(made);
            }
            return page.size() < limit;
        });
        return page;
    }

    @FunctionalInterface
    private interface AddressFunction<T> {
        T apply(long address);
    }

    private static <T, R> CompletableFuture<R> all(List<CompletableFuture<T>> parts, Function<List<T>, R> join) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        join.apply(parts.stream().map(CompletableFuture::join).toList()));
    }
}
