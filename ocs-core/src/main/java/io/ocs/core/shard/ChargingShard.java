package io.ocs.core.shard;

import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.charging.AccountBalanceFunction;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.OnlineChargingFunction;
import io.ocs.core.charging.Outcome;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.StateMachine;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandFunction;
import io.ocs.core.command.CommandResult;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.UndoLog;
import io.ocs.core.time.Clock;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * The one writer of a set of accounts. {@link #doWork} is one duty cycle: decide what waits, each decision seeing the ones before it; make the batch
 * durable; apply it; answer. Where it runs is the caller's choice; all calls of {@link #doWork} must come from one thread at a time. The other public
 * methods may be called from any thread.
 */
public final class ChargingShard {

    /** A batch fits into the smallest segment, 1 MiB, with room for its header. */
    private static final int BATCH_OCTETS = 1024 * 1024 - 8 * 1024;

    private static final String STOPPED = "the shard has stopped";
    private static final String NOT_DURABLE = "the journal cannot take it: nothing was changed";

    private final int index;
    private final ShardSettings settings;
    private final AccountStore image;
    private final Journal journal;
    private final Clock clock;
    private final FaultHandler faults;
    private final UndoLog state;
    private final JournalBatch batch = new JournalBatch(BATCH_OCTETS);
    private final OnlineChargingFunction charging;
    private final CommandFunction commands;
    private final Supervision supervision;
    private final ManyToOneConcurrentArrayQueue<ShardTask> queue;
    private final List<ShardTask.Command> decided = new ArrayList<>();
    private final List<ShardTask.Query<?>> asked = new ArrayList<>();
    private final ShardStatistics statistics = new ShardStatistics();
    private final ShardEntry shardEntry = new ShardEntry();

    private final Inlets inlets = new Inlets();
    private volatile RatingFunction rating;
    private volatile Thread parked;
    private volatile boolean stopped;
    private volatile boolean broken;
    private int firstInlet;

    /**
     * A shard over an image that is up to date with the journal.
     *
     * @param rating the catalogue to begin with
     */
    public ChargingShard(
            int index,
            ShardSettings settings,
            ChargingPolicy policy,
            AccountStore image,
            Journal journal,
            AccountBalanceFunction balances,
            RatingFunction rating,
            Clock clock,
            FaultHandler faults) {
        this.index = index;
        this.settings = settings;
        this.image = image;
        this.journal = journal;
        this.rating = rating;
        this.clock = clock;
        this.faults = faults;
        state = new UndoLog(image, settings.undoOctets());
        StateMachine machine = new StateMachine();
        charging = new OnlineChargingFunction(policy, balances, machine);
        commands = new CommandFunction(index, policy.duplicatesWindowMs(), charging, machine);
        supervision = new Supervision(image, clock.nowMs() + settings.supervisionHoldMs());
        queue = new ManyToOneConcurrentArrayQueue<>(settings.queueCapacity());
    }

    public int index() {
        return index;
    }

    public ShardStatistics statistics() {
        return statistics;
    }

    /** Sizes and capacities for metrics; other threads may see them late by a batch. */
    public AccountStore image() {
        return image;
    }

    /** Takes another catalogue between two batches. */
    public void rating(RatingFunction newRating) {
        rating = newRating;
    }

    /** Opens a ring for one event loop. */
    RequestRing openRing() {
        return inlets.open(settings.ringCapacity());
    }

    /** Called by the shard when a ring has answers. */
    void onAnswers(RequestRing ring, Runnable wakeUp) {
        inlets.onAnswers(ring, wakeUp);
    }

    /** Puts a command on the queue; the future completes when the result is durable. */
    public CompletableFuture<CommandResult> execute(String idempotencyKey, AccountCommand command) {
        ShardTask.Command task = new ShardTask.Command(idempotencyKey, command);
        offer(task);
        return task.future;
    }

    /** Looks at durable state on the shard's thread, between two batches. The function must not keep the store. */
    public <T> CompletableFuture<T> query(Function<AccountStore, T> function) {
        ShardTask.Query<T> task = new ShardTask.Query<>(function);
        offer(task);
        return task.future;
    }

    private void offer(ShardTask task) {
        if (!queue.offer(task)) {
            task.refuse(CommandResult.Status.TOO_BUSY, "the queue of the shard is full: try again");
        } else if (stopped) {
            refuseWaiting();
        } else {
            wake();
        }
    }

    /** Wakes the shard if it is parked; to be called after publishing. */
    void wake() {
        VarHandle.fullFence();
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Parks the calling thread, the one that calls {@link #doWork}, until there is work or the time is over. */
    public void park(long nanos) {
        parked = Thread.currentThread();
        VarHandle.fullFence();
        if (!hasWork()) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = null;
    }

    /** Whether something waits. */
    public boolean hasWork() {
        return !queue.isEmpty() || inlets.hasRequests();
    }

    /**
     * One duty cycle.
     *
     * @return how much was done; 0: the caller may idle
     */
    public int doWork() {
        if (stopped) {
            return 0;
        }
        long nowMs = Math.max(
                clock.nowMs(), shardEntry.wrap(image.find(Table.SHARD, 0, 0)).lastTimeMs());
        Inlets.Inlet[] open = inlets.all();
        try {
            batch.clear(nowMs);
            int requests = decideRequests(open, nowMs);
            int tasks = decideTasks(nowMs);
            int ended = supervision.endExpired(charging, state, batch, nowMs);
            for (int i = 0; i < ended; i++) {
                statistics.onSupervised();
            }
            if (requests + tasks + ended > 0) {
                commit(open, requests, nowMs);
            }
            supervision.forgetExpired(nowMs);
            return requests + tasks + ended;
        } catch (RuntimeException | Error e) {
            fault("a broken invariant: keep the data folder and the log, and restart", e);
            return 0;
        }
    }

    private int decideRequests(Inlets.Inlet[] open, long nowMs) {
        RatingFunction catalogue = rating;
        long oldestNanos = clock.nanoTime() - settings.waitMaxMs() * 1_000_000;
        int count = 0;
        for (int i = 0; i < open.length; i++) {
            Inlets.Inlet inlet = open[(firstInlet + i) % open.length];
            while (count < settings.batchMax() && batch.hasRoom() && state.hasRoom()) {
                CreditControlExchange exchange = inlet.take();
                if (exchange == null) {
                    break;
                }
                decide(exchange, catalogue, nowMs, oldestNanos);
                count++;
            }
        }
        firstInlet = open.length == 0 ? 0 : (firstInlet + 1) % open.length;
        return count;
    }

    private void decide(CreditControlExchange exchange, RatingFunction catalogue, long nowMs, long oldestNanos) {
        boolean late = exchange.envelope.receivedNanos - oldestNanos < 0;
        if (late && exchange.request().type() != RequestType.TERMINATION) {
            exchange.answer.refuse(ResultCode.TOO_BUSY, Failed.NONE, null);
            statistics.onRefusedLate();
            return;
        }
        int mark = batch.mark();
        int records = batch.recordCount();
        state.savepoint();
        if (outcome(exchange, catalogue, nowMs) == Outcome.ABANDONED) {
            state.rollback();
            batch.rollback(mark, records);
        }
    }

    /** A decision that fails is contained to its request: nothing of it is durable, and the savepoint leads back. */
    private Outcome outcome(CreditControlExchange exchange, RatingFunction catalogue, long nowMs) {
        try {
            return charging.decide(exchange, state, batch, catalogue, nowMs);
        } catch (RuntimeException e) {
            faults.onContained(index, e);
            exchange.answer.refuse(ResultCode.UNABLE_TO_COMPLY, Failed.NONE, null);
            return Outcome.ABANDONED;
        }
    }

    private int decideTasks(long nowMs) {
        int count = 0;
        while (count < settings.batchMax() && batch.hasRoom() && state.hasRoom()) {
            ShardTask task = queue.poll();
            if (task == null) {
                break;
            }
            count++;
            if (task instanceof ShardTask.Command command) {
                decide(command, nowMs);
            } else if (task instanceof ShardTask.Query<?> query) {
                asked.add(query);
            }
        }
        return count;
    }

    private void decide(ShardTask.Command task, long nowMs) {
        int mark = batch.mark();
        int records = batch.recordCount();
        state.savepoint();
        task.result = result(task, nowMs);
        if (!task.result.isDone()) {
            state.rollback();
            batch.rollback(mark, records);
        }
        decided.add(task);
    }

    private CommandResult result(ShardTask.Command task, long nowMs) {
        try {
            return commands.decide(task.key, task.command, state, batch, nowMs);
        } catch (RuntimeException e) {
            faults.onContained(index, e);
            return CommandResult.of(CommandResult.Status.FAILED, "the command failed and changed nothing: see the log");
        }
    }

    private void commit(Inlets.Inlet[] open, int requests, long nowMs) {
        long started = clock.nanoTime();
        Journal.Commit outcome = batch.isEmpty() ? Journal.Commit.DURABLE : journal.commit(batch);
        switch (outcome) {
            case DURABLE -> {
                boolean changed = !batch.isEmpty();
                state.keep();
                if (changed) {
                    shardEntry.wrap(image.find(Table.SHARD, 0, 0));
                    shardEntry.lastTimeMs(nowMs);
                    shardEntry.appliedPosition(journal.committedPosition());
                }
                statistics.onBatch(requests, decided.size(), changed ? batch.length() : 0, clock.nanoTime() - started);
                answer(open);
            }
            case LOST -> {
                state.undo();
                statistics.onLostBatch();
                refuseAll(open);
                answer(open);
            }
            case BROKEN ->
                fault("the journal cannot make anything durable any more: check its disk, and restart", null);
        }
    }

    private void refuseAll(Inlets.Inlet[] open) {
        Inlets.forEachUnanswered(
                open, exchange -> exchange.answer.refuse(ResultCode.TOO_BUSY, Failed.NONE, NOT_DURABLE));
        for (ShardTask.Command task : decided) {
            task.result = CommandResult.of(CommandResult.Status.NOT_DURABLE, NOT_DURABLE);
        }
    }

    private void answer(Inlets.Inlet[] open) {
        Inlets.answer(open);
        for (ShardTask.Command task : decided) {
            task.future.complete(task.result);
        }
        decided.clear();
        for (ShardTask.Query<?> query : asked) {
            query.run(image);
        }
        asked.clear();
    }

    private void fault(String what, Throwable cause) {
        stopped = true;
        broken = true;
        state.undo();
        IllegalStateException unknown = new IllegalStateException(
                "whether the command was carried out is unknown: repeat it under the same key after a restart");
        decided.forEach(task -> task.future.completeExceptionally(unknown));
        decided.clear();
        asked.forEach(task -> task.refuse(CommandResult.Status.NOT_DURABLE, what));
        asked.clear();
        refuseWaiting();
        faults.onFault(index, what, cause);
    }

    /** Ends the shard: what is offered from now on is refused. Called by the thread that called {@link #doWork}, after its last cycle. */
    void end() {
        stopped = true;
        refuseWaiting();
    }

    private synchronized void refuseWaiting() {
        queue.drain(task -> task.refuse(CommandResult.Status.TOO_BUSY, STOPPED));
    }

    /** Whether a broken invariant or journal has stopped this shard. */
    public boolean isBroken() {
        return broken;
    }

    /** Whether this shard has stopped, whatever the reason. */
    public boolean isStopped() {
        return stopped;
    }
}
