package io.ocs.core.shard;

import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.charging.AccountBalanceFunction;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.OnlineChargingFunction;
import io.ocs.core.charging.Outcome;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.RatingVersions;
import io.ocs.core.charging.StateMachine;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandFunction;
import io.ocs.core.command.CommandResult;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.initiated.ClientRequests;
import io.ocs.core.initiated.ClientRequests.Reach;
import io.ocs.core.journal.Journal;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.snapshot.SnapshotSink;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.Table;
import io.ocs.core.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * The one writer of a set of accounts. {@link #doWork} is one duty cycle: decide what waits, each decision seeing the ones before it; make the batch
 * durable; apply it; answer. Where it runs is the caller's choice; all calls of {@link #doWork} must come from one thread at a time. The other public
 * methods may be called from any thread.
 */
public final class ChargingShard {

    private static final String STOPPED = "the shard has stopped";
    private static final String NOT_DURABLE = "the journal cannot take it: nothing was changed";

    private final int index;
    private final ShardSettings settings;
    private final AccountStore image;
    private final Journal journal;
    private final Clock clock;
    private final FaultHandler faults;
    private final Lookahead lookahead;
    private final OnlineChargingFunction charging;
    private final CommandFunction commands;
    private final Supervision supervision;
    private final Timers timers;
    private final Consumer<RuntimeException> contained;
    private LifeCyclePolicy lifeCycle = LifeCyclePolicy.defaults();
    private final ManyToOneConcurrentArrayQueue<ShardTask> queue;
    private final int shortValidityS;
    private final ShardStatistics statistics = new ShardStatistics();
    private final ShardEntry shardEntry = new ShardEntry();

    private Committer committer;
    /** What is being decided, while the batches before it are being made durable. */
    private Batch batch;

    private final BatchQueue underWay;
    private long lastTimeMs;
    private long durableMs;
    private long appliedPosition;

    private final Inlets inlets = new Inlets();
    private SnapshotSchedule snapshots;
    private ClientCalls calls;
    private SessionSearch search;
    private volatile boolean catalogueChanged;
    private volatile RatingVersions rating;
    private volatile Runnable waker = () -> {};
    private volatile boolean stopped;
    private volatile boolean broken;
    private int firstInlet;

    /**
     * A shard over an image that is up to date with the journal.
     *
     * @param rating the catalogue to begin with, or its versions
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
        this.rating = RatingVersions.of(rating);
        this.clock = clock;
        this.faults = faults;
        committer = Committer.atOnce(journal);
        underWay = new BatchQueue(batches());
        batch = underWay.spare();
        shardEntry.wrap(image.find(Table.SHARD, 0, 0));
        durableMs = shardEntry.lastTimeMs();
        lastTimeMs = durableMs;
        appliedPosition = shardEntry.appliedPosition();
        lookahead = new Lookahead(image);
        StateMachine machine = new StateMachine();
        charging = new OnlineChargingFunction(policy, balances, machine);
        commands = new CommandFunction(index, policy.duplicatesWindowMs(), charging, machine);
        supervision = new Supervision(image, Math.max(clock.nowMs(), lastTimeMs) + settings.supervisionHoldMs());
        contained = failure -> faults.onContained(index, failure);
        timers = new Timers(image, Math.max(clock.nowMs(), lastTimeMs));
        commands.onEnding(id -> batch.ending.addLong(id));
        shortValidityS = policy.sharedValidityS();
        queue = new ManyToOneConcurrentArrayQueue<>(settings.queueCapacity());
    }

    private Batch[] batches() {
        Batch[] batches = new Batch[CommitThread.UNDER_WAY_MAX + 1];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new Batch(image, settings.undoOctets(), settings.batchMax());
        }
        return batches;
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

    /** Requests and commands that wait or are being decided and made durable. Any thread; may be late. */
    public long waiting() {
        long waiting = queue.size();
        for (Inlets.Inlet inlet : inlets.all()) {
            waiting += inlet.ring.waiting();
        }
        return waiting;
    }

    /**
     * Takes another catalogue, or versions of which another is in force, between two requests: each request is rated by what was in force when it was
     * begun, whole. Clients are asked to come again, unless their sessions keep their version.
     */
    public void rating(RatingFunction newRating) {
        RatingVersions versions = RatingVersions.of(newRating);
        rating = versions;
        catalogueChanged = versions.policy() == RatingVersions.RunningSessions.NEXT_UPDATE;
    }

    /** Takes versions that differ in the earlier ones only; nobody is asked. */
    public void earlierVersions(RatingVersions versions) {
        rating = versions;
    }

    /** Takes snapshots from now on; to be called before the first duty cycle. */
    public void takeSnapshots(SnapshotPolicy policy, SnapshotSink sink) {
        snapshots = new SnapshotSchedule(index, image, journal, policy, sink, clock.nowMs());
    }

    /** Ends, besides the silent sessions, those that these network elements have lost; to be called before the first duty cycle. */
    public void endSessionsOf(RestartedHosts hosts) {
        supervision.endSessionsOf(hosts);
    }

    /** What the states of subscribers answer and how long they last; to be called before the first duty cycle. */
    public void lifeCycle(LifeCyclePolicy policy) {
        lifeCycle = policy;
        charging.lifeCycle(policy);
        commands.lifeCycle(policy);
    }

    /** Asks clients by this way, when money comes in or sessions are to end; to be called before the first duty cycle. */
    public void callClients(ClientRequests clients) {
        long startedMs = Math.max(clock.nowMs(), lastTimeMs);
        calls = new ClientCalls(clients, startedMs, this::offer);
        search = new SessionSearch(image, calls, shortValidityS);
    }

    /** Asks the client of a session; completes with what became of it, empty if no such session is open. */
    @SuppressWarnings("FutureReturnValueIgnored") // neither of the two is: they are composed
    CompletableFuture<Optional<ClientAnswer>> callClient(ClientRequest.Kind kind, long sessionHigh, long sessionLow) {
        return query(store -> called(store.find(Table.SESSION, sessionHigh, sessionLow), kind))
                .thenCompose(answer -> answer);
    }

    private CompletableFuture<Optional<ClientAnswer>> called(long address, ClientRequest.Kind kind) {
        if (address == AccountStore.NONE) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (calls == null) {
            return CompletableFuture.completedFuture(Optional.of(ClientAnswer.none(ClientAnswer.Status.UNROUTABLE)));
        }
        return calls.call(kind, new SessionEntry().wrap(address), Reach.ONE, lastTimeMs)
                .thenApply(Optional::of);
    }

    /**
     * Takes a snapshot now. The future completes with its position when it is durable, or exceptionally when it has failed; the one before is as good as
     * ever then.
     */
    public CompletableFuture<Long> snapshot() {
        if (snapshots == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the shard takes no snapshots"));
        }
        CompletableFuture<Long> future = snapshots.ask();
        if (stopped) {
            snapshots.refuseAsked(STOPPED);
        }
        wake();
        return future;
    }

    /**
     * Takes a last snapshot when the shard has ended, and waits for it; called by the thread that called {@link #doWork}, or has waited for its end.
     *
     * @return whether a snapshot of the state as it is now is durable
     */
    public boolean takeLastSnapshot() {
        return snapshots != null && !broken && snapshots.takeLast(Math.max(clock.nowMs(), lastTimeMs));
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

    /** Has whoever runs the shard look for work; to be called after publishing. Any thread. */
    void wake() {
        waker.run();
    }

    /** Names who is to be told that there is work; to be called before the first duty cycle, and by who takes over. */
    void wokenBy(Runnable newWaker) {
        waker = newWaker;
    }

    /** Commits by this from now on, instead of at once in {@link #doWork}; to be called before the first duty cycle. {@link #end} closes it. */
    public void commitBy(Committer newCommitter) {
        committer = newCommitter;
    }

    /** Commits on a thread of its own from now on, while decisions go on; to be called before the first duty cycle. */
    void commitBeside() {
        commitBy(new CommitThread(index, journal, this::wake));
    }

    /** Whether a duty cycle would do something now. Called by the thread that calls {@link #doWork}. */
    boolean hasWork() {
        return hasOutcome() || (!batch.isEmpty() && mayCommit()) || (mayDecide() && isAsked());
    }

    private boolean isAsked() {
        return !queue.isEmpty() || inlets.hasRequests();
    }

    /** Whether something waits or is not answered yet. Called by the thread that calls {@link #doWork}. */
    boolean isBusy() {
        return !isDurable() || isAsked();
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
        try {
            int done = finish();
            if (stopped) {
                return done;
            }
            done += decide();
            if (!batch.isEmpty() && mayCommit()) {
                commit();
                finish();
            }
            return stopped ? done : done + beside();
        } catch (RuntimeException | Error e) {
            fault("a broken invariant: keep the data folder and the log, and restart", e);
            return 0;
        }
    }

    /** What else is to be done between decisions. */
    private int beside() {
        boolean durable = isDurable();
        // Never what an undecided batch has made: it may have to be undone.
        supervision.forgetExpired(durable ? lastTimeMs : durableMs - 1);
        return callClients() + (snapshots == null ? 0 : snapshots.work(lastTimeMs, durable));
    }

    private int callClients() {
        if (search == null) {
            return 0;
        }
        if (catalogueChanged) {
            catalogueChanged = false;
            search.wantAll();
        }
        return search.work(
                isDurable() ? lastTimeMs : durableMs - 1); // a client may not know yet what is not durable yet
    }

    /** Whether the state is that of a position of the journal. */
    private boolean isDurable() {
        return underWay.isEmpty() && batch.isEmpty();
    }

    /**
     * Queries and the beginning of a snapshot look at durable state: behind a batch with queries nothing is decided before everything is durable, and
     * while a snapshot is due nothing before it has begun.
     */
    private boolean mayDecide() {
        boolean asked = !underWay.isEmpty() && !underWay.newest().queries.isEmpty();
        boolean due = snapshots != null && snapshots.isWaiting(lastTimeMs);
        return !asked && !due && batch.hasRoom();
    }

    private int decide() {
        if (!mayDecide()) {
            return 0;
        }
        if (batch.isEmpty()) {
            lastTimeMs = Math.max(clock.nowMs(), lastTimeMs);
            batch.begin(lastTimeMs);
        }
        int before = batch.size();
        commands.rating(rating);
        decideRequests(inlets.all());
        statistics.onDecided(charging.implausibleReports());
        decideTasks();
        int ended = supervision.endExpired(charging, batch.state, batch.records, batch.timeMs());
        batch.ended += ended;
        batch.fired += timers.fire(commands, batch.state, batch.records, batch.timeMs(), contained);
        for (int i = 0; i < ended; i++) {
            statistics.onSupervised();
        }
        return batch.size() - before;
    }

    private void decideRequests(Inlets.Inlet[] open) {
        RatingVersions catalogue = rating;
        long oldestNanos = clock.nanoTime() - settings.waitMaxMs() * 1_000_000;
        for (int i = 0; i < open.length; i++) {
            Inlets.Inlet inlet = open[(firstInlet + i) % open.length];
            for (int taken = 0; batch.hasRoom() && !isToBeCommitted(); taken++) {
                if (taken % Lookahead.DEPTH == 0) {
                    lookahead.look(inlet.ring);
                }
                CreditControlExchange exchange = inlet.take();
                if (exchange == null) {
                    break;
                }
                batch.requests++;
                decide(exchange, catalogue, oldestNanos);
            }
        }
        firstInlet = open.length == 0 ? 0 : (firstInlet + 1) % open.length;
    }

    private void decide(CreditControlExchange exchange, RatingVersions catalogue, long oldestNanos) {
        boolean late = exchange.envelope.receivedNanos - oldestNanos < 0;
        if (late && exchange.request().type() != RequestType.TERMINATION) {
            exchange.answer.refuse(ResultCode.TOO_BUSY, Failed.NONE, null);
            statistics.onRefusedLate();
            return;
        }
        int mark = batch.records.mark();
        int records = batch.records.recordCount();
        batch.state.savepoint();
        if (outcome(exchange, catalogue) == Outcome.ABANDONED) {
            batch.state.rollback();
            batch.records.rollback(mark, records);
            charging.endAnyway(exchange, batch.state, batch.records, batch.timeMs());
        } else if (charging.lowAccount() != 0) {
            batch.low(charging.lowAccount(), exchange.request().sessionLow());
        }
    }

    /** A decision that fails is contained to its request: nothing of it is durable, and the savepoint leads back. */
    private Outcome outcome(CreditControlExchange exchange, RatingVersions catalogue) {
        try {
            return charging.decide(exchange, batch.state, batch.records, catalogue, batch.timeMs());
        } catch (RuntimeException e) {
            faults.onContained(index, e);
            exchange.answer.refuse(ResultCode.UNABLE_TO_COMPLY, Failed.NONE, null);
            return Outcome.ABANDONED;
        }
    }

    private void decideTasks() {
        while (batch.hasRoom()) {
            ShardTask task = queue.poll();
            if (task == null) {
                return;
            }
            if (task instanceof ShardTask.Command command) {
                batch.commands.add(command);
                decide(command);
            } else if (task instanceof ShardTask.End lost) {
                end(lost);
            } else if (task instanceof ShardTask.Query<?> query) {
                batch.queries.add(query);
            }
        }
    }

    private void end(ShardTask.End lost) {
        batch.state.savepoint();
        if (supervision.endLost(charging, lost, batch.state, batch.records, batch.timeMs())) {
            batch.ended++;
            statistics.onSupervised();
        }
    }

    private void decide(ShardTask.Command task) {
        int mark = batch.records.mark();
        int records = batch.records.recordCount();
        batch.state.savepoint();
        task.result = result(task);
        if (!task.result.isDone()) {
            batch.state.rollback();
            batch.records.rollback(mark, records);
        }
    }

    private CommandResult result(ShardTask.Command task) {
        try {
            return commands.decide(task.key, task.command, batch.state, batch.records, batch.timeMs());
        } catch (RuntimeException e) {
            faults.onContained(index, e);
            return CommandResult.of(CommandResult.Status.FAILED, "the command failed and changed nothing: see the log");
        }
    }

    /** Rather several batches under way than one large one that all wait for: so disk, shard and event loops work at the same time. */
    private boolean isToBeCommitted() {
        return batch.requests >= settings.batchAim() && mayCommit();
    }

    private boolean mayCommit() {
        return committer.hasRoom() && underWay.hasSpare() && (underWay.isEmpty() || !underWay.oldest().lost);
    }

    /** Begins to make durable what is decided; decisions go on in another batch. */
    private void commit() {
        Batch complete = batch;
        complete.close(inlets.all());
        complete.committingSinceNanos = clock.nanoTime();
        if (!complete.records.isEmpty()) {
            committer.begin(complete.records);
        }
        underWay.add(complete);
        batch = underWay.spare();
        batch.begin(lastTimeMs);
        noteOldest();
    }

    private void noteOldest() {
        if (underWay.isEmpty()) {
            statistics.onNothingUnderWay();
        } else if (!underWay.oldest().records.isEmpty()) {
            statistics.onUnderWay(underWay.oldest().committingSinceNanos);
        }
    }

    /** Whether the oldest batch can be answered; one that changed nothing waits for those before it only. */
    private boolean hasOutcome() {
        return !underWay.isEmpty() && (underWay.oldest().records.isEmpty() || committer.isDone());
    }

    /** Answers the batches whose commits have an outcome. */
    private int finish() {
        int finished = 0;
        while (hasOutcome()) {
            Batch done = underWay.oldest();
            finished += done.size();
            Journal.Commit outcome = done.records.isEmpty() ? Journal.Commit.DURABLE : committer.outcome();
            if (outcome == Journal.Commit.BROKEN) {
                fault("the journal cannot make anything durable any more: check its disk, and restart", null);
                return 0;
            }
            if (!done.lost) {
                conclude(done, outcome);
            }
            boolean wasLost = done.lost;
            underWay.remove();
            if (wasLost && underWay.isEmpty()) {
                committer.resume();
            }
            noteOldest();
        }
        return finished;
    }

    private void conclude(Batch done, Journal.Commit outcome) {
        if (outcome == Journal.Commit.LOST) {
            lose();
        } else {
            keep(done);
        }
    }

    private void keep(Batch done) {
        done.state.keep();
        boolean changed = !done.records.isEmpty();
        if (changed) {
            durableMs = done.timeMs();
            noteApplied();
        }
        long nanos = clock.nanoTime() - done.committingSinceNanos;
        statistics.onBatch(done.requests, done.commands.size(), changed ? done.records.length() : 0, nanos);
        done.answer(inlets.all());
        answer(done);
        if (search != null) {
            done.forEachLow(search);
        }
    }

    /** Notes in the image, in no log, up to where it has seen the journal; known when nothing else is on its way there. */
    private void noteApplied() {
        if (!underWay.changesBehindOldest()) {
            appliedPosition = journal.committedPosition();
        }
        shardEntry.wrap(image.find(Table.SHARD, 0, 0));
        shardEntry.lastTimeMs(durableMs);
        shardEntry.appliedPosition(appliedPosition);
    }

    /** The oldest batch is lost. What was decided meanwhile was decided on what is lost, and is lost with it. */
    private void lose() {
        batch.state.undo();
        underWay.forEachFromNewest(lost -> lost.state.undo());
        appliedPosition = journal.committedPosition();
        noteApplied();
        statistics.onLostBatch();
        Inlets.forEachUnanswered(
                inlets.all(), exchange -> exchange.answer.refuse(ResultCode.TOO_BUSY, Failed.NONE, NOT_DURABLE));
        batch.close(inlets.all());
        batch.answer(inlets.all());
        underWay.forEachFromOldest(this::refuse);
        refuse(batch);
        batch.begin(lastTimeMs);
    }

    private void refuse(Batch lost) {
        lost.ending.clear();
        for (ShardTask.Command task : lost.commands) {
            task.result = CommandResult.of(CommandResult.Status.NOT_DURABLE, NOT_DURABLE);
        }
        answer(lost);
        lost.clearTasks();
        lost.lost = true;
    }

    private void answer(Batch done) {
        for (ShardTask.Command task : done.commands) {
            if (search != null) {
                search.onCommand(task.command, task.result, lifeCycle);
            }
            task.future.complete(task.result);
        }
        if (search != null) {
            for (int i = 0; i < done.ending.size(); i++) {
                search.wantEnd(done.ending.getLong(i));
            }
        }
        for (ShardTask.Query<?> query : done.queries) {
            query.run(image);
        }
    }

    private void fault(String what, Throwable cause) {
        stopped = true;
        broken = true;
        batch.state.undo();
        leave(batch, what);
        underWay.forEachFromNewest(one -> {
            if (!one.lost) {
                one.state.undo();
            }
        });
        underWay.forEachFromOldest(one -> leave(one, what));
        refuseWaiting();
        if (snapshots != null) {
            snapshots.abandon(what);
        }
        faults.onFault(index, what, cause);
    }

    private static void leave(Batch undecided, String what) {
        IllegalStateException unknown = new IllegalStateException(
                "whether the command was carried out is unknown: repeat it under the same key after a restart");
        undecided.commands.forEach(task -> task.future.completeExceptionally(unknown));
        undecided.queries.forEach(task -> task.refuse(CommandResult.Status.NOT_DURABLE, what));
        undecided.clearTasks();
    }

    /** Ends the shard: what is offered from now on is refused. Called by the thread that called {@link #doWork}, after its last cycle. */
    void end() {
        stopped = true;
        refuseWaiting();
        committer.close();
    }

    private synchronized void refuseWaiting() {
        if (snapshots != null) {
            snapshots.refuseAsked(STOPPED);
        }
        queue.drain(task -> task.refuse(CommandResult.Status.TOO_BUSY, STOPPED));
    }

    /** Whether new sessions are to be refused, see {@link Journal#isShortOfRoom}. Any thread. */
    boolean isShortOfRoom() {
        return journal.isShortOfRoom();
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
