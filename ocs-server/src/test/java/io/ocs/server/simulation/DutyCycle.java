package io.ocs.server.simulation;

import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.AccountStore;
import io.ocs.server.simulation.Books.Session;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One step: what was sent and ordered goes through one duty cycle of every shard, on a disk that may fail meanwhile; the answers change the books; then
 * everything is looked at.
 */
abstract class DutyCycle {

    private static final long START_MS = Instant.parse("2026-11-02T12:00:00Z").toEpochMilli();
    private static final int TRACE = 12;
    private static final int SUPERVISED = 8;
    private static final Fault[] DISK_FAULTS = {
        Fault.TORN_WRITE,
        Fault.REFUSED_WRITE,
        Fault.FAILED_FORCE,
        Fault.TORN_FORCE,
        Fault.SLOW_FORCE,
        Fault.DISK_FULL,
        Fault.POWER_LOSS_IN_COMMIT
    };
    private static final int TRANSFER_ROUNDS = 8;
    private static final Pattern GRANTED = Pattern.compile("(\\d+) v\\d");

    final Coverage coverage = new Coverage();
    int step;

    final SplittableRandom random;
    final Parts parts;
    final Node node;
    final Books books;
    final ModelCharging charging;
    final ModelCommands commands;
    final ModelTransfers transfers;
    final Audit audit;
    final Comparison comparison;
    final Traffic traffic;
    final Care care;
    final AccountStore scratch = Node.scratch();
    final int faultEvery;
    final int[] generation = new int[Node.PORTS];
    final Deque<Scene> trace = new ArrayDeque<>();

    final List<Sent> sent = new ArrayList<>();
    final List<Ordered> ordered = new ArrayList<>();
    /** What a broken journal has left without answer, in the order of the batch. */
    final List<Sent> openSent = new ArrayList<>();

    final List<Ordered> openOrdered = new ArrayList<>();
    final long[] lostBatches;
    int firstHop;
    int hop;
    int fullFor;
    long workedAtMs;
    int operationPort;
    boolean lost;
    boolean calm;
    Operation operation = Operation.TIME_PASSES;

    /**
     * A node of one or three shards, as the seed says.
     *
     * @param cdrFolder see {@link Node}
     */
    DutyCycle(long seed, Parts parts, Path cdrFolder) {
        this.parts = parts;
        random = new SplittableRandom(seed);
        int shards = seed % 2 == 0 ? 1 : 3;
        faultEvery = seed % 5 == 0 ? Integer.MAX_VALUE : 8 + random.nextInt(60);
        SimulatedClock clock = new SimulatedClock(START_MS);
        node = new Node(parts, shards, seed, clock, cdrFolder);
        books = new Books(shards);
        charging = new ModelCharging(books);
        audit = new Audit(shards, coverage);
        comparison = new Comparison(books);
        traffic = new Traffic(random);
        care = new Care(random, books, clock);
        commands = new ModelCommands(books, command ->
                (int) Long.remainderUnsigned(command.identities().get(0).keyLow(), shards));
        transfers = new ModelTransfers(books, commands);
        commands.transfers(transfers);
        lostBatches = new long[shards];
    }

    /** The last steps, for people. */
    String story() {
        return trace.stream().map(Scene::toString).collect(Collectors.joining("\n"));
    }

    Node node() {
        return node;
    }

    void begin(Operation now) {
        operation = now;
        coverage.count(now);
        sent.clear();
        ordered.clear();
        firstHop = hop;
    }

    /** @return false if the ring is too full */
    boolean send(Request request, boolean again) {
        return send(request, again, operationPort);
    }

    boolean send(Request request, boolean again, int port) {
        if (isDoubtful(request)) {
            return true;
        }
        byte[] message = Wire.address(Wire.encode(request), again, hop, ~hop);
        boolean taken = node.receive(port, generation[port], message);
        if (taken) {
            sent.add(new Sent(request, again, port, generation[port], node.clock.nanoTime() / 1_000_000));
            hop++;
            coverage.requests++;
        }
        return taken;
    }

    void give(String key, AccountCommand command) {
        ordered.add(new Ordered(key, command, node.administration.execute(key, command)));
    }

    long nowMs() {
        return node.clock.nowMs();
    }

    /** A journal has broken: nothing more is answered before a restart. */
    abstract void broken();

    void cycle() {
        for (int i = 0; i < Node.PORTS; i++) {
            node.flush(i);
        }
        maybeFail();
        for (int round = moving() ? TRANSFER_ROUNDS : 1; round > 0; round--) {
            node.work(this::onDutyCycle);
            poll();
        }
        workedAtMs = node.clock.nanoTime() / 1_000_000;
        node.drain(this::onAnswer);
        if (lost) {
            coverage.count(Fault.BATCH_LOST);
        }
        note();
        Invariant differs = settle();
        checkLoss();
        learn();
        lost = false;
        if (node.isBroken()) {
            broken();
            return;
        }
        look(differs);
        forgetGone();
        if (fullFor == 0 || --fullFor == 0) {
            disarm();
        }
    }

    /** Reads what the journals say of the work since the last time. */
    private void poll() {
        for (Node.Line line : node.lines) {
            int batches = line.broken ? 0 : audit.poll(line.index);
            boolean lostHere = line.shard.statistics().lostBatches() > lostBatches[line.index];
            int durable = line.committer.takeDurable();
            if (!line.broken && batches > durable) {
                throw new Violation(
                        Invariant.NO_TRACE,
                        "shard " + line.index + " answered " + durable + " batches as done, and " + batches
                                + " are in the journal");
            }
            if (line.committer.takeLate() > 0) {
                coverage.count(Fault.LATE_COMMIT);
            }
            lost |= lostHere;
            lostBatches[line.index] = line.shard.statistics().lostBatches();
        }
    }

    /** Lets the shards work for some rounds, while the disk is sound; commands whose outcome is not known then are left open. */
    void workSome(int rounds) {
        for (int i = 0; i < rounds; i++) {
            node.work(this::onDutyCycle);
            poll();
        }
        note();
        takeTransfers(ordered);
        for (Ordered one : ordered) {
            if (one.result().isDone()) {
                settle(one);
            } else {
                openOrdered.add(one);
            }
        }
        supervised();
        look(Invariant.CHARGED_RIGHT);
    }

    /** What goes from shard to shard is several commands, one after the other. */
    private boolean moving() {
        return operation == Operation.TRANSFERS_RESUMED
                || ordered.stream().anyMatch(one -> one.command() instanceof AccountCommand.Transfer);
    }

    void onDutyCycle(int shard) {
        books.time(shard, nowMs(shard));
    }

    private long nowMs(int shard) {
        return Math.max(nowMs(), audit.lastBatchMs(shard));
    }

    /** Whether an outcome was over already by a clock that was set back since: it may be forgotten, or not. */
    private boolean isDoubtful(Request request) {
        Books.Outcome outcome = books.outcomeOf(request);
        return outcome != null
                && outcome.expiresMs() > nowMs(outcome.shard())
                && outcome.expiresMs() <= books.latestMs[outcome.shard()];
    }

    void maybeFail() {
        if (calm || fullFor > 0 || random.nextInt(faultEvery) != 0) {
            return;
        }
        Fault fault = DISK_FAULTS[random.nextInt(DISK_FAULTS.length)];
        node.lines.get(random.nextInt(node.lines.size())).faults.arm(fault, random);
        coverage.count(fault);
        fullFor = fault == Fault.DISK_FULL ? 1 + random.nextInt(60) : 0;
    }

    void disarm() {
        fullFor = 0;
        for (Node.Line line : node.lines) {
            if (line.faults.isArmed()) {
                line.faults.disarm();
            }
        }
    }

    boolean isHarmful() {
        return node.lines.stream().anyMatch(line -> line.faults.isHarmful());
    }

    void checkLoss() {
        if ((lost || node.isBroken()) && !isHarmful()) {
            throw new Violation(Invariant.SOUND, "a batch was lost although the disk works");
        }
    }

    void onAnswer(int port, int answeredGeneration, byte[] answer) {
        int at = Wire.hopByHop(answer) - firstHop;
        Sent to = at >= 0 && at < sent.size() ? sent.get(at) : null;
        if (to == null
                || to.answer != null
                || to.port != port
                || to.generation != answeredGeneration
                || Wire.endToEnd(answer) != ~Wire.hopByHop(answer)) {
            throw new Violation(
                    Invariant.RIGHT_CONNECTION, "an answer comes to connection " + port + " that nobody waits for");
        }
        to.answer = answer;
        coverage.countResult(Wire.code(answer));
    }

    /** Changes the books by what was answered; tells what a difference would mean. */
    Invariant settle() {
        // a journal that is broken is read on when the node has started again, and all of what it tells is taken then
        boolean onlyRepeats = node.isBroken() || !takeTransfers(ordered);
        for (Sent one : sent) {
            if (one.answer == null) {
                leaveOpen(one);
            } else {
                onlyRepeats &= settle(one);
            }
        }
        for (Ordered one : ordered) {
            onlyRepeats &= settle(one);
        }
        supervised();
        if (lost) {
            return Invariant.NO_TRACE;
        }
        if (onlyRepeats && !sent.isEmpty() && ordered.isEmpty()) {
            return Invariant.NEVER_TWICE;
        }
        return onlyRepeats && !ordered.isEmpty() && sent.isEmpty()
                ? Invariant.IDEMPOTENT_COMMANDS
                : Invariant.CHARGED_RIGHT;
    }

    /** @return whether there was something to take */
    boolean takeTransfers(List<Ordered> given) {
        boolean any = !audit.transferred.isEmpty();
        transfers.take(audit.transferred, given);
        audit.transferred.clear();
        return any;
    }

    void leaveOpen(Sent one) {
        if (!node.isBroken()) {
            throw new Violation(Invariant.SOUND, "no answer to " + one.request);
        }
        openSent.add(one);
    }

    boolean isLate(Sent one) {
        return one.isLate(workedAtMs);
    }

    /** @return whether it was a repeat */
    boolean settle(Sent one) {
        if (Wire.code(one.answer) == 3004) {
            if (!lost && !isLate(one)) {
                throw new Violation(Invariant.CHARGED_RIGHT, "refused without need: " + one.request);
            }
            return false;
        }
        Verdict verdict = charging.decide(one.request, one.again);
        String text = Wire.text(one.answer, one.request.multiple());
        if (!text.equals(verdict.text())) {
            throw new Violation(
                    verdict.repeat()
                            ? Invariant.NEVER_TWICE
                            : granted(text) > granted(verdict.text()) ? Invariant.NEVER_OVER : Invariant.CHARGED_RIGHT,
                    one.request + " was answered " + text + " instead of " + verdict.text());
        }
        if (verdict.answer() != null) {
            sameOctets(one, verdict);
        }
        return verdict.repeat();
    }

    static void sameOctets(Sent one, Verdict verdict) {
        byte[] octets = Wire.content(one.answer);
        if (verdict.answer().octets == null) {
            verdict.answer().octets = octets;
        } else if (!Arrays.equals(verdict.answer().octets, octets)) {
            throw new Violation(Invariant.NEVER_TWICE, one.request + " was answered in other octets than before");
        }
    }

    static long granted(String text) {
        return GRANTED.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }

    boolean settle(Ordered one) {
        if (!one.result().isDone()) {
            throw new Violation(Invariant.SOUND, "no result of " + one);
        }
        if (node.isBroken() && transfers.goesAway(one.command())) {
            openOrdered.add(one);
            return false;
        }
        if (one.result().isCompletedExceptionally()) {
            if (!node.isBroken()) {
                throw new Violation(Invariant.SOUND, "a command failed", failure(one.result()));
            }
            openOrdered.add(one);
            return false;
        }
        CommandResult result = one.result().join();
        if (result.status() == Status.NOT_DURABLE && lost) {
            return false;
        }
        Status moved = transfers.answer(one.key());
        if (moved != null) {
            return settle(one, moved);
        }
        Status expected = commands.decide(one.key(), one.command());
        if (result.status() != expected || result.repeated() != (commands.repeated && expected == Status.DONE)) {
            throw new Violation(
                    commands.repeated ? Invariant.IDEMPOTENT_COMMANDS : Invariant.CHARGED_RIGHT,
                    one + " instead of " + expected + (commands.repeated ? " as before" : ""));
        }
        care.on(one.key(), one.command(), expected, nowMs());
        return commands.repeated;
    }

    /** Of a transfer whose money has left its shard in this step. */
    private boolean settle(Ordered one, Status expected) {
        boolean hindered = lost || node.isBroken();
        CommandResult result = one.result().join();
        if (result.status() != expected || (expected == Status.UNDER_WAY && !hindered)) {
            throw new Violation(Invariant.TRANSFERRED_ONCE, one + " instead of " + expected);
        }
        care.on(one.key(), one.command(), expected, nowMs());
        return false;
    }

    static Throwable failure(CompletableFuture<?> future) {
        try {
            future.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    /** Sessions that the shards have ended by themselves must have been silent for long enough. */
    void supervised() {
        for (Audit.Ended ended : audit.ended) {
            if (ended.cause() != SUPERVISED) {
                continue;
            }
            coverage.count(Operation.SUPERVISION);
            Session session = books.sessions.get(ended.session());
            if (session == null || session.deadlineMs > books.nowMs[session.account().shard]) {
                throw new Violation(
                        Invariant.CHARGED_RIGHT,
                        "session " + ended.session() + " was ended by supervision, its deadline is "
                                + (session == null ? "unknown" : session.deadlineMs));
            }
            books.abandon(session);
        }
        audit.clearEnded();
    }

    void learn() {
        books.directory.values().stream().filter(of -> of.id == 0).forEach(of -> comparison.learn(images(), of));
    }

    List<AccountStore> images() {
        return node.lines.stream().map(line -> line.image).toList();
    }

    void look(Invariant differs) {
        comparison.check(images(), differs);
        comparison.checkTransfers(images(), transfers);
        books.flows.forEach((asset, of) -> {
            Books.Flows read = audit.flows.getOrDefault(asset, new Books.Flows());
            if (!of.isLike(read)) {
                throw new Violation(
                        differs == Invariant.CHARGED_RIGHT ? Invariant.CONSERVATION : differs,
                        asset + ": by the answers " + of + "; in the journal " + read);
            }
        });
        if (!ordered.isEmpty()) {
            comparison.checkDirectory(images(), differs);
        }
    }

    void note() {
        List<Integer> faulty = node.lines.stream()
                .filter(line -> line.faults.isArmed())
                .map(line -> line.index)
                .toList();
        trace.addLast(new Scene(step, operation, faulty, node.isBroken(), List.copyOf(sent), List.copyOf(ordered)));
        if (trace.size() > TRACE) {
            trace.removeFirst();
        }
    }

    /** Most network elements soon notice that a session is gone. */
    void forgetGone() {
        traffic.talks.removeIf(talk -> !books.sessions.containsKey(talk.id) && random.nextInt(3) == 0);
    }
}
