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
    private final Map<Id, CompletableFuture<CommandResult>> underWay = new ConcurrentHashMap<>();

    private record Id(long high, long low) {}

    /** What the sender's shard remembers. */
    private record Sent(Id id, long sentMs, int toShard, ReceiveTransfer step) {}

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

    /** Has the sender's shard debit, and goes on from there. */
    CompletableFuture<CommandResult> execute(
            ChargingShard from, String idempotencyKey, AccountCommand.Transfer command) {
        CommandKey key = CommandKey.of(idempotencyKey, command);
        return moves.during(() -> from.execute(idempotencyKey, command).thenCompose(begun -> {
            boolean mayBeUnderWay = begun.repeated() || command.toShard() != from.index();
            return begun.isDone() && mayBeUnderWay
                    ? goOn(from, new Id(key.high(), key.low()), begun)
                    : CompletableFuture.completedFuture(begun);
        }));
    }

    /** @param begun the answer if nothing is on its way under this id any more, or never was */
    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is told by the future that is returned
    private CompletableFuture<CommandResult> goOn(ChargingShard from, Id id, CommandResult begun) {
        CompletableFuture<CommandResult> mine = new CompletableFuture<>();
        CompletableFuture<CommandResult> other = underWay.putIfAbsent(id, mine);
        if (other != null) {
            return other;
        }
        from.query(image -> find(image, id))
                .thenCompose(sent ->
                        sent.map(one -> deliver(from, one)).orElseGet(() -> CompletableFuture.completedFuture(begun)))
                .whenComplete((result, failure) -> {
                    underWay.remove(id);
                    if (failure == null) {
                        mine.complete(result);
                    } else {
                        mine.completeExceptionally(failure);
                    }
                });
        return mine;
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
            return to.execute("", new ForgetTransfer(sent.id.high, sent.id.low, sent.sentMs))
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
        List<Integer> senders = new ArrayList<>();
        return shard.query(image -> {
                    TransferEntry entry = new TransferEntry();
                    image.forEach(Table.TRANSFER, address -> {
                        entry.wrap(address);
                        if (entry.isReceived()) {
                            received.add(new ForgetTransfer(entry.idHigh(), entry.keyLow(), entry.sentMs()));
                            senders.add(Ids.shard(entry.fromAccountId()));
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
                    for (int i = 0; i < received.size(); i++) {
                        all.add(forget(shard, shards.get(senders.get(i)), received.get(i)));
                    }
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
