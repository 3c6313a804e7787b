package io.ocs.core.shard;

import io.ocs.core.charging.Ids;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.ForgetTransfer;
import io.ocs.core.command.AccountCommand.ReceiveTransfer;
import io.ocs.core.command.AccountCommand.SettleTransfer;
import io.ocs.core.command.CommandKey;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TransferEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings money from an account of one shard to an account of another: debit, credit, settlement, each a command of one shard, the next given when the one before is
 * durable. What a crash or a full disk has left half-done {@link #resume} finds in the shards' own state and brings to its end: forward if the receiver takes it,
 * else back. At most one goes on with a transfer at a time. Safe on any thread.
 */
final class TransferDesk {

    /** The receiver's shard has said no for good: the money comes back. Any other refusal is none, and is tried again. */
    private static final Set<Status> FINAL = EnumSet.of(
            Status.UNKNOWN_SUBSCRIBER,
            Status.CURRENCY_MISMATCH,
            Status.BAD_AMOUNT,
            Status.WRONG_STATE,
            Status.SAME_ACCOUNT);

    private final List<ChargingShard> shards;
    private final Moves moves;
    private final Map<Begun, CompletableFuture<CommandResult>> underWay = new ConcurrentHashMap<>();

    private record Id(long high, long low) {}

    /** Who uses one key at once in two shards has begun two transfers. */
    private record Begun(int shard, Id id) {}

    /** What the sender's shard remembers. */
    private record Sent(Id id, long sentMs, int toShard, ReceiveTransfer step) {}

    /** On its way still, or how it has ended. */
    private record Now(Optional<Sent> sent, CommandResult ended) {}

    TransferDesk(List<ChargingShard> shards, Moves moves) {
        this.shards = shards;
        this.moves = moves;
    }

    /** The shard that knows of a transfer under this key: its money is on its way from there. Empty if there is none. */
    Optional<ChargingShard> sender(CommandKey key) {
        return shards.stream()
                .filter(shard -> shard.image().mayContain(Table.TRANSFER, key.high(), key.low()))
                .findFirst();
    }

    /**
     * Has the sender's shard debit, and goes on from there. Within one shard nothing goes on, unless an earlier command under the key has sent the money on its way
     * to where the receiver lived then.
     */
    CompletableFuture<CommandResult> execute(
            ChargingShard from, String idempotencyKey, AccountCommand.Transfer command) {
        CommandKey key = CommandKey.of(idempotencyKey, command);
        Id id = new Id(key.high(), key.low());
        if (command.toShard() == from.index()) {
            return from.execute(idempotencyKey, command)
                    .thenCompose(done -> done.isDone() && done.repeated()
                            ? moves.during(() -> goOn(from, id, done))
                            : CompletableFuture.completedFuture(done));
        }
        return moves.during(() -> from.execute(idempotencyKey, command)
                .thenCompose(
                        begun -> begun.isDone() ? goOn(from, id, begun) : CompletableFuture.completedFuture(begun)));
    }

    /** @param begun the answer if nothing is on its way under this id any more, or never was, and it was not given back */
    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is told by the future that is returned
    private CompletableFuture<CommandResult> goOn(ChargingShard from, Id id, CommandResult begun) {
        CompletableFuture<CommandResult> mine = new CompletableFuture<>();
        Begun what = new Begun(from.index(), id);
        CompletableFuture<CommandResult> other = underWay.putIfAbsent(what, mine);
        if (other != null) {
            return other;
        }
        from.query(image -> look(image, id, begun))
                .thenCompose(now -> now.sent
                        .map(one -> deliver(from, one))
                        .orElseGet(() -> CompletableFuture.completedFuture(now.ended)))
                .whenComplete((result, failure) -> {
                    underWay.remove(what);
                    if (failure == null) {
                        mine.complete(result);
                    } else {
                        mine.completeExceptionally(failure);
                    }
                });
        return mine;
    }

    private static Now look(AccountStore image, Id id, CommandResult begun) {
        Optional<Sent> sent = find(image, id);
        return new Now(sent, sent.isPresent() ? null : ended(image, id, begun));
    }

    /** Somebody else may have brought it to its end since, and that was remembered in the same batch. */
    private static CommandResult ended(AccountStore image, Id id, CommandResult begun) {
        long address = image.find(Table.OUTCOME, id.high, id.low);
        Status status = address == AccountStore.NONE
                ? Status.DONE
                : Status.of(new OutcomeEntry().wrap(address).resultCode());
        return status == Status.DONE
                ? begun
                : new CommandResult(status, "refused where it was to go, and given back", begun.repeated());
    }

    private static Optional<Sent> find(AccountStore image, Id id) {
        long address = image.find(Table.TRANSFER, id.high, id.low);
        return address == AccountStore.NONE ? Optional.empty() : Optional.of(sent(new TransferEntry().wrap(address)));
    }

    private static Sent sent(TransferEntry entry) {
        return new Sent(
                new Id(entry.keyHigh(), entry.keyLow()),
                entry.sentMs(),
                entry.toShard(),
                new ReceiveTransfer(
                        entry.keyHigh(),
                        entry.keyLow(),
                        entry.sentMs(),
                        entry.micros(),
                        entry.currency(),
                        entry.fromAccountId(),
                        entry.to(),
                        entry.reference()));
    }

    private CompletableFuture<CommandResult> deliver(ChargingShard from, Sent sent) {
        ChargingShard to = shards.get(sent.toShard);
        return to.execute("", sent.step).thenCompose(received -> {
            if (received.isDone() || FINAL.contains(received.status())) {
                return settle(from, to, sent, received);
            }
            return CompletableFuture.completedFuture(delayed(received));
        });
    }

    private static CommandResult delayed(CommandResult why) {
        return CommandResult.of(
                Status.UNDER_WAY,
                "the money has left the sender and is on its way: ask again under the same key (" + why.detail() + ")");
    }

    private static CompletableFuture<CommandResult> settle(
            ChargingShard from, ChargingShard to, Sent sent, CommandResult received) {
        SettleTransfer step = new SettleTransfer(sent.id.high, sent.id.low, sent.sentMs, received.status());
        return from.execute("", step).thenCompose(settled -> {
            if (!settled.isDone()) {
                return CompletableFuture.completedFuture(delayed(settled));
            }
            if (!received.isDone()) {
                return CompletableFuture.completedFuture(received);
            }
            ForgetTransfer last = new ForgetTransfer(sent.id.high, sent.id.low, sent.sentMs, sent.step.fromAccountId());
            return to.execute("", last)
                    .thenApply(forgotten -> CommandResult.of(Status.DONE, "the money has come to " + sent.step.to()));
        });
    }

    /**
     * Goes on with what is on its way and nobody goes on with.
     *
     * @return completes when all has been tried, with how much is on its way still
     */
    CompletableFuture<Integer> resume() {
        List<CompletableFuture<Integer>> tried = new ArrayList<>();
        for (ChargingShard shard : shards) {
            if (shard.image().size(Table.TRANSFER) > 0) {
                tried.add(moves.during(() -> resume(shard)));
            }
        }
        return CompletableFuture.allOf(tried.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> tried.stream().mapToInt(CompletableFuture::join).sum());
    }

    private CompletableFuture<Integer> resume(ChargingShard shard) {
        List<Sent> sent = new ArrayList<>();
        List<ForgetTransfer> received = new ArrayList<>();
        return shard.query(image -> {
                    TransferEntry entry = new TransferEntry();
                    image.forEach(Table.TRANSFER, address -> {
                        entry.wrap(address);
                        if (entry.isReceived()) {
                            received.add(new ForgetTransfer(
                                    entry.idHigh(), entry.keyLow(), entry.sentMs(), entry.fromAccountId()));
                        } else {
                            sent.add(sent(entry));
                        }
                        return true;
                    });
                    return null;
                })
                .thenCompose(looked -> {
                    List<CompletableFuture<CommandResult>> all = new ArrayList<>();
                    CommandResult over = CommandResult.of(Status.DONE, "over");
                    sent.forEach(one -> all.add(goOn(shard, one.id, over)));
                    received.forEach(one -> all.add(forget(shard, shards.get(Ids.shard(one.fromAccountId())), one)));
                    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                            .thenApply(done -> (int) all.stream()
                                    .filter(one -> !one.join().isDone())
                                    .count());
                });
    }

    /** What was received and is settled need not be remembered: the sender's shard knows nothing of it any more. */
    private CompletableFuture<CommandResult> forget(ChargingShard shard, ChargingShard from, ForgetTransfer step) {
        return from.query(image -> find(image, new Id(step.idHigh(), step.idLow())))
                .thenCompose(sent -> sent.isPresent()
                        ? CompletableFuture.completedFuture(CommandResult.of(Status.DONE, "not yet"))
                        : shard.execute("", step));
    }
}
