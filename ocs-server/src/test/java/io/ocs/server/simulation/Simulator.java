package io.ocs.server.simulation;

import io.ocs.cdr.CdrProgress;
import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.journal.JournalException;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.StateHash;
import io.ocs.server.simulation.Books.Session;
import io.ocs.server.simulation.Traffic.Past;
import io.ocs.server.simulation.Traffic.Talk;
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

/** One life of a node, drawn from a seed: every step is one operation, one duty cycle of every shard, and a look at everything. */
final class Simulator {

    private static final long START_MS = Instant.parse("2026-11-02T12:00:00Z").toEpochMilli();
    private static final int TALKS_MAX = 30;
    private static final int REBUILD_EVERY = 500;
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
    private static final Pattern GRANTED = Pattern.compile("(\\d+) v\\d");

    /** One sending of a request. */
    private static final class Sent {
        final Request request;
        final boolean again;
        final int port;
        final int generation;
        final long receivedMs;
        byte[] answer;

        Sent(Request request, boolean again, int port, int generation, long receivedMs) {
            this.request = request;
            this.again = again;
            this.port = port;
            this.generation = generation;
            this.receivedMs = receivedMs;
        }

        boolean isLate(long nowMs) {
            return nowMs - receivedMs > Node.WAIT_MAX_MS && request.type() != RequestType.TERMINATION;
        }

        @Override
        public String toString() {
            return request + (again ? " T" : "") + " -> "
                    + (answer == null ? "no answer" : Wire.text(answer, request.multiple()));
        }
    }

    /** A command under its key, once given. */
    private record Ordered(String key, AccountCommand command, CompletableFuture<CommandResult> result) {
        @Override
        public String toString() {
            return key + " " + command + " -> "
                    + (result.isDone() && !result.isCompletedExceptionally() ? result.join() : "no answer");
        }
    }

    /** One step, to be told if it was one of the last. */
    private record Scene(
            int step,
            Operation operation,
            List<Integer> faulty,
            boolean broken,
            List<Sent> sent,
            List<Ordered> ordered) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("  step " + step + " " + operation);
            text.append(faulty.isEmpty() ? "" : ", faulty disks of shards " + faulty);
            text.append(broken ? ", broken" : "");
            sent.forEach(one -> text.append("\n    ").append(one));
            ordered.forEach(one -> text.append("\n    ").append(one));
            return text.toString();
        }
    }

    final Coverage coverage = new Coverage();
    int step;

    private final SplittableRandom random;
    private final Parts parts;
    private final Node node;
    private final Books books;
    private final ModelCharging charging;
    private final ModelCommands commands;
    private final Audit audit;
    private final Comparison comparison;
    private final Traffic traffic;
    private final Care care;
    private final AccountStore scratch = Node.scratch();
    private final int faultEvery;
    private final int[] generation = new int[Node.PORTS];
    private final Deque<Scene> trace = new ArrayDeque<>();

    private final List<Sent> sent = new ArrayList<>();
    private final List<Ordered> ordered = new ArrayList<>();
    /** What a broken journal has left without answer, in the order of the batch. */
    private final List<Sent> openSent = new ArrayList<>();

    private final List<Ordered> openOrdered = new ArrayList<>();
    private final long[] lostBatches;
    private int firstHop;
    private int hop;
    private int fullFor;
    private long workedAtMs;
    private int operationPort;
    private boolean lost;
    private boolean calm;
    private Operation operation = Operation.TIME_PASSES;

    /**
     * A node of one or three shards, as the seed says.
     *
     * @param cdrFolder see {@link Node}
     */
    Simulator(long seed, Parts parts, Path cdrFolder) {
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
        lostBatches = new long[shards];
    }

    /** Runs so many steps and lets everything come to its end. */
    void run(int steps) {
        boot();
        for (step = 0; step < steps; step++) {
            operate();
            coverage.steps++;
            if (step % REBUILD_EVERY == REBUILD_EVERY - 1) {
                rebuild();
            }
        }
        finish();
    }

    /** The last steps, for people. */
    String story() {
        return trace.stream().map(Scene::toString).collect(Collectors.joining("\n"));
    }

    Node node() {
        return node;
    }

    private void boot() {
        node.start();
        for (Node.Line line : node.lines) {
            audit.follow(line);
            lostBatches[line.index] = 0;
        }
    }

    private void operate() {
        node.clock.advanceMs(random.nextLong(0, 1_500));
        if (care.size() < 4) {
            order(Operation.CREATE_SUBSCRIBER, care.create(false));
            return;
        }
        switch (random.nextInt(100)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> initial();
            case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 -> update();
            case 30, 31, 32, 33, 34, 35, 36 -> terminate();
            case 37, 38, 39, 40, 41, 42, 43 -> several();
            case 44, 45, 46, 47, 48, 49, 50 -> event();
            case 51, 52, 53, 54 -> repeat();
            case 55, 56, 57 -> repeatEnded();
            case 58 -> changed();
            case 59, 60 -> outOfOrder();
            case 61, 62 -> answerLost();
            case 63 -> unknown();
            case 64 -> late();
            case 65 -> ringFull();
            case 66, 67, 68, 69 -> order(Operation.TOP_UP, care.topUp());
            case 70 -> order(Operation.CREATE_SUBSCRIBER, care.create(false));
            case 71 -> order(Operation.CREATE_MEMBER, care.create(true));
            case 72 -> order(Operation.CHANGE_STATE, care.changeState());
            case 73 -> order(Operation.CHANGE_OFFER, care.changeOffer());
            case 74 -> order(Operation.ADD_IDENTITY, care.addIdentity());
            case 75 -> order(Operation.REMOVE_IDENTITY, care.removeIdentity());
            case 76 -> order(Operation.REMOVE_SUBSCRIBER, care.removeSubscriber());
            case 77 -> abort();
            case 78, 79 -> commandRepeated();
            case 80 -> keyReused();
            case 81 -> swap();
            case 82, 83, 84, 85, 86 -> timePasses();
            case 87 -> rarely(8, this::silence);
            case 88 -> rarely(3, this::stepClock);
            case 89, 90, 91, 92, 93, 94 -> project();
            case 95 -> rarely(2, this::restart);
            default -> update();
        }
    }

    private void rarely(int often, Runnable what) {
        if (random.nextInt(often) == 0) {
            what.run();
        } else {
            update();
        }
    }

    private void begin(Operation now) {
        operation = now;
        coverage.count(now);
        sent.clear();
        ordered.clear();
        firstHop = hop;
    }

    /** @return false if the ring is too full */
    private boolean send(Request request, boolean again) {
        return send(request, again, operationPort);
    }

    private boolean send(Request request, boolean again, int port) {
        if (books.isDoubtful(request)) {
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

    private long nowMs() {
        return node.clock.nowMs();
    }

    // ---- what network elements do

    private void one(Operation now, Request request, boolean again) {
        begin(now);
        operationPort = random.nextInt(Node.PORTS);
        send(request, again);
        cycle();
    }

    private void initial() {
        if (traffic.talks.size() >= TALKS_MAX) {
            terminate();
            return;
        }
        one(Operation.INITIAL, traffic.initial(care.anyIdentity()), false);
    }

    private void update() {
        Talk talk = traffic.anyTalk();
        if (talk == null) {
            initial();
        } else {
            one(Operation.UPDATE, traffic.update(talk), false);
        }
    }

    /** Most network elements soon notice that a session is gone. */
    private void forgetGone() {
        traffic.talks.removeIf(talk -> !books.sessions.containsKey(talk.id) && random.nextInt(3) == 0);
    }

    private void terminate() {
        Talk talk = traffic.anyTalk();
        if (talk == null) {
            initial();
        } else {
            one(Operation.TERMINATION, traffic.terminate(talk, nowMs()), random.nextInt(10) == 0);
        }
    }

    private void several() {
        begin(Operation.SEVERAL_AT_ONCE);
        operationPort = random.nextInt(Node.PORTS);
        for (int i = 2 + random.nextInt(5); i > 0; i--) {
            Talk talk = traffic.anyTalk();
            if (talk != null && talk.isNew()) {
                continue; // nobody goes on before the first answer
            }
            int draw = random.nextInt(10);
            if (talk == null || (draw < 3 && traffic.talks.size() < TALKS_MAX)) {
                send(traffic.initial(care.anyIdentity()), false);
            } else if (draw == 3) {
                send(traffic.terminate(talk, nowMs()), false);
            } else if (draw == 4 && !talk.recent.isEmpty()) {
                send(talk.recent.getLast(), true);
            } else {
                send(traffic.update(talk), false);
            }
        }
        if (random.nextInt(4) == 0) {
            give(care.nextKey(), care.topUp());
        }
        cycle();
    }

    private void event() {
        RequestedAction action = RequestedAction.of(random.nextInt(4));
        one(Operation.valueOf(action.name()), event(action), false);
    }

    private Request event(RequestedAction action) {
        String identity = care.anyIdentity();
        return traffic.event(identity, action, care.currencyOf(identity), nowMs());
    }

    private void repeat() {
        Talk talk = traffic.anyTalk();
        if (talk == null) {
            initial();
            return;
        }
        List<Request> recent = new ArrayList<>(talk.recent);
        boolean again = random.nextBoolean();
        one(again ? Operation.REPEAT_WITH_T_FLAG : Operation.REPEAT, recent.get(random.nextInt(recent.size())), again);
    }

    private void repeatEnded() {
        Deque<Past> from = random.nextBoolean() ? traffic.ended : traffic.events;
        List<Past> all = from.stream().toList();
        if (all.isEmpty()) {
            event();
        } else {
            one(Operation.REPEAT_OF_ENDED, all.get(random.nextInt(all.size())).request(), random.nextBoolean());
        }
    }

    private void changed() {
        Talk talk = traffic.anyTalk();
        Request request = talk == null ? null : talk.recent.getLast();
        if (request == null || request.uses().isEmpty() || request.type() == RequestType.INITIAL) {
            update();
        } else {
            one(Operation.SAME_KEY_OTHER_CONTENT, Traffic.changed(request), false);
        }
    }

    /** Two requests of one session overtake each other, over two connections. */
    private void outOfOrder() {
        Talk talk = traffic.anyTalk();
        if (talk == null) {
            initial();
            return;
        }
        Request first = traffic.update(talk);
        Request second = traffic.update(talk);
        begin(Operation.OUT_OF_ORDER);
        send(second, false, 1);
        cycle();
        begin(Operation.OUT_OF_ORDER);
        send(first, false, 0);
        cycle();
    }

    /** The connection goes while the request is under way; its network element asks again on a new one. */
    private void answerLost() {
        Talk talk = traffic.anyTalk();
        if (talk == null) {
            initial();
            return;
        }
        Request request = random.nextInt(4) == 0 ? traffic.terminate(talk, nowMs()) : traffic.update(talk);
        begin(Operation.ANSWER_LOST);
        operationPort = random.nextInt(Node.PORTS);
        send(request, false);
        generation[operationPort]++;
        cycle();
        one(Operation.REPEAT_WITH_T_FLAG, request, true);
    }

    private void unknown() {
        if (random.nextBoolean()) {
            one(Operation.UNKNOWN_USER, traffic.initial("4999" + random.nextInt(1_000)), false);
        } else {
            RequestType type = random.nextBoolean() ? RequestType.UPDATE : RequestType.TERMINATION;
            Request request = new Request(
                    type,
                    traffic.unknownSession(),
                    3,
                    care.anyIdentity(),
                    Kind.DATA,
                    null,
                    true,
                    List.of(Request.Use.units(1, -1, 100, 100)));
            one(Operation.UNKNOWN_SESSION, request, false);
        }
    }

    private void late() {
        begin(Operation.LATE);
        operationPort = random.nextInt(Node.PORTS);
        Talk talk = traffic.anyTalk();
        send(talk == null ? traffic.initial(care.anyIdentity()) : traffic.update(talk), false);
        node.clock.advanceMs(random.nextLong(200, 3_000));
        cycle();
    }

    private void ringFull() {
        begin(Operation.RING_FULL);
        operationPort = random.nextInt(Node.PORTS);
        boolean refused = false;
        for (int i = 0; i < 5 * Node.RING_CAPACITY; i++) {
            Talk talk = traffic.anyTalk();
            Request request = talk == null || random.nextInt(6) == 0
                    ? event(RequestedAction.DIRECT_DEBITING)
                    : traffic.update(talk);
            refused |= !send(request, false);
        }
        if (!refused || sent.size() > Node.RING_CAPACITY * node.lines.size()) {
            throw new Violation(
                    Invariant.SOUND, "a ring of " + Node.RING_CAPACITY + " took " + sent.size() + " requests");
        }
        cycle();
    }

    // ---- what operators do

    private void order(Operation now, AccountCommand command) {
        begin(now);
        give(care.nextKey(), command);
        cycle();
    }

    private void give(String key, AccountCommand command) {
        ordered.add(new Ordered(key, command, node.administration.execute(key, command)));
    }

    private void abort() {
        Talk talk = traffic.anyTalk();
        if (talk == null) {
            initial();
        } else {
            order(Operation.ABORT_SESSION, new AccountCommand.AbortSession(talk.id));
        }
    }

    private void commandRepeated() {
        Care.Done done = care.anyDone();
        if (done == null) {
            order(Operation.TOP_UP, care.topUp());
            return;
        }
        begin(Operation.COMMAND_REPEATED);
        give(done.key(), done.command());
        cycle();
    }

    private void keyReused() {
        Care.Done done = care.anyDone();
        AccountCommand other = done == null ? null : Care.changed(done.command());
        if (other == null) {
            order(Operation.TOP_UP, care.topUp());
            return;
        }
        begin(Operation.COMMAND_KEY_REUSED);
        give(done.key(), other);
        cycle();
    }

    private void swap() {
        begin(Operation.CATALOGUE_SWAP);
        int version = random.nextInt(PriceList.VERSIONS);
        node.swap(PriceList.of(version));
        books.swap(version);
        cycle();
    }

    // ---- what time does

    private void timePasses() {
        begin(Operation.TIME_PASSES);
        node.clock.advanceMs(random.nextLong(1_000, 300_000));
        cycle();
    }

    /** Nobody says anything for so long that sessions end; supervision goes round in two seconds. */
    private void silence() {
        node.clock.advanceMs(random.nextLong(600_000, 8_000_000));
        turn();
    }

    private void turn() {
        calm = true;
        for (int i = 0; i < 4; i++) {
            begin(Operation.SILENCE);
            node.clock.advanceMs(2_100);
            cycle();
        }
        calm = false;
        for (Session session : books.sessions.values()) {
            long now = books.nowMs[session.account().shard];
            if (session.deadlineMs + 10_000 < now) {
                throw new Violation(
                        Invariant.NO_LEAK,
                        "session " + session.id + " should have ended at " + session.deadlineMs + ", it is " + now);
            }
        }
    }

    private void stepClock() {
        boolean forward = random.nextBoolean();
        begin(forward ? Operation.CLOCK_STEP_FORWARD : Operation.CLOCK_STEP_BACK);
        node.clock.stepMs(forward ? 3_600_000 : -3_600_000);
        cycle();
    }

    // ---- one duty cycle

    private void cycle() {
        for (int i = 0; i < Node.PORTS; i++) {
            node.flush(i);
        }
        maybeFail();
        node.work(this::onDutyCycle);
        workedAtMs = node.clock.nanoTime() / 1_000_000;
        node.drain(this::onAnswer);
        for (Node.Line line : node.lines) {
            int batches = line.broken ? 0 : audit.poll(line.index);
            boolean lostHere = line.shard.statistics().lostBatches() > lostBatches[line.index];
            if (lostHere && batches > 0) {
                throw new Violation(
                        Invariant.NO_TRACE,
                        "a batch of shard " + line.index + " was answered \"not done\", and is in the journal");
            }
            lost |= lostHere;
            lostBatches[line.index] = line.shard.statistics().lostBatches();
        }
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

    private void onDutyCycle(int shard) {
        books.time(shard, Math.max(nowMs(), audit.lastBatchMs(shard)));
    }

    private void maybeFail() {
        if (calm || fullFor > 0 || random.nextInt(faultEvery) != 0) {
            return;
        }
        Fault fault = DISK_FAULTS[random.nextInt(DISK_FAULTS.length)];
        node.lines.get(random.nextInt(node.lines.size())).faults.arm(fault, random);
        coverage.count(fault);
        fullFor = fault == Fault.DISK_FULL ? 1 + random.nextInt(60) : 0;
    }

    private void disarm() {
        fullFor = 0;
        for (Node.Line line : node.lines) {
            if (line.faults.isArmed()) {
                line.faults.disarm();
            }
        }
    }

    private boolean isHarmful() {
        return node.lines.stream().anyMatch(line -> line.faults.isHarmful());
    }

    private void checkLoss() {
        if ((lost || node.isBroken()) && !isHarmful()) {
            throw new Violation(Invariant.SOUND, "a batch was lost although the disk works");
        }
    }

    private void onAnswer(int port, int answeredGeneration, byte[] answer) {
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
    private Invariant settle() {
        boolean onlyRepeats = true;
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

    private void leaveOpen(Sent one) {
        if (!node.isBroken()) {
            throw new Violation(Invariant.SOUND, "no answer to " + one.request);
        }
        openSent.add(one);
    }

    private boolean isLate(Sent one) {
        return one.isLate(workedAtMs);
    }

    /** @return whether it was a repeat */
    private boolean settle(Sent one) {
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

    private static void sameOctets(Sent one, Verdict verdict) {
        byte[] octets = Wire.content(one.answer);
        if (verdict.answer().octets == null) {
            verdict.answer().octets = octets;
        } else if (!Arrays.equals(verdict.answer().octets, octets)) {
            throw new Violation(Invariant.NEVER_TWICE, one.request + " was answered in other octets than before");
        }
    }

    private static long granted(String text) {
        return GRANTED.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private boolean settle(Ordered one) {
        if (!one.result.isDone()) {
            throw new Violation(Invariant.SOUND, "no result of " + one);
        }
        if (one.result.isCompletedExceptionally()) {
            if (!node.isBroken()) {
                throw new Violation(Invariant.SOUND, "a command failed", failure(one.result));
            }
            openOrdered.add(one);
            return false;
        }
        CommandResult result = one.result.join();
        if (result.status() == Status.NOT_DURABLE && lost) {
            return false;
        }
        Status expected = commands.decide(one.key, one.command);
        if (result.status() != expected || result.repeated() != (commands.repeated && expected == Status.DONE)) {
            throw new Violation(
                    commands.repeated ? Invariant.IDEMPOTENT_COMMANDS : Invariant.CHARGED_RIGHT,
                    one + " instead of " + expected + (commands.repeated ? " as before" : ""));
        }
        care.on(one.key, one.command, expected, nowMs());
        return commands.repeated;
    }

    private static Throwable failure(CompletableFuture<?> future) {
        try {
            future.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    /** Sessions that the shards have ended by themselves must have been silent for long enough. */
    private void supervised() {
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

    private void learn() {
        books.directory.values().stream().filter(of -> of.id == 0).forEach(of -> comparison.learn(images(), of));
    }

    private List<AccountStore> images() {
        return node.lines.stream().map(line -> line.image).toList();
    }

    private void look(Invariant differs) {
        comparison.check(images(), differs);
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

    private void note() {
        List<Integer> faulty = node.lines.stream()
                .filter(line -> line.faults.isArmed())
                .map(line -> line.index)
                .toList();
        trace.addLast(new Scene(step, operation, faulty, node.isBroken(), List.copyOf(sent), List.copyOf(ordered)));
        if (trace.size() > TRACE) {
            trace.removeFirst();
        }
    }

    // ---- stops and starts

    private void broken() {
        coverage.count(Fault.JOURNAL_BROKEN);
        boolean power = node.lines.stream().anyMatch(line -> line.broken) && random.nextBoolean();
        restartKilled(power);
    }

    private void restart() {
        switch (random.nextInt(4)) {
            case 0 -> restartClean();
            case 1 -> restartKilled(false);
            default -> {
                coverage.count(Fault.POWER_LOSS);
                restartKilled(true);
            }
        }
        repeatAfterRestart();
    }

    private void repeatAfterRestart() {
        Talk talk = traffic.anyTalk();
        if (talk != null) {
            one(Operation.REPEAT_AFTER_RESTART, talk.recent.getLast(), random.nextBoolean());
        }
        if (!traffic.ended.isEmpty()) {
            one(Operation.REPEAT_AFTER_RESTART, traffic.ended.getLast().request(), random.nextBoolean());
        }
    }

    private void restartClean() {
        begin(Operation.RESTART_CLEAN);
        disarm();
        // a sink that is refusing just now is given what it lacks after the start
        List<CdrProgress.State> states =
                node.lines.stream().map(line -> line.memory.progress().state()).toList();
        node.stopCleanly();
        for (Node.Line line : node.lines) {
            audit.compareRows(line.index, line.rows.rows, states.get(line.index) != CdrProgress.State.RETRYING);
        }
        startAgain(List.of());
    }

    private void restartKilled(boolean power) {
        begin(Operation.RESTART_KILLED);
        List<Long> before = new ArrayList<>();
        for (Node.Line line : node.lines) {
            before.add(line.broken ? null : hash(line.index, line.image));
        }
        node.kill(power);
        fullFor = 0;
        if (random.nextInt(4) == 0) {
            flip();
        } else if (random.nextInt(6) == 0) {
            startWithoutRoom();
        }
        startAgain(before);
    }

    private long hash(int shard, AccountStore image) {
        return StateHash.of(image, books.latestMs[shard]);
    }

    private void startAgain(List<Long> before) {
        try {
            node.start();
        } catch (JournalException e) {
            throw new Violation(Invariant.ACKNOWLEDGED_DURABLE, "the node does not start again: " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw new Violation(Invariant.REPLAY, "recovery fails: " + e, e);
        }
        boolean open = !openSent.isEmpty() || !openOrdered.isEmpty();
        for (Node.Line line : node.lines) {
            lostBatches[line.index] = 0;
            audit.follow(line);
            int batches = audit.poll(line.index);
            boolean wasBroken = !before.isEmpty() && before.get(line.index) == null;
            if (batches > (wasBroken ? 1 : 0)) {
                throw new Violation(
                        Invariant.NO_TRACE,
                        "shard " + line.index + " has " + batches + " batches more than were committed");
            }
            if (wasBroken) {
                resolve(batches == 1, open);
            } else if (!before.isEmpty() && before.get(line.index) != hash(line.index, line.image)) {
                throw new Violation(
                        Invariant.REPLAY, "shard " + line.index + " is not what it was before the process was killed");
            }
        }
        openSent.clear();
        openOrdered.clear();
        for (int i = 0; i < Node.PORTS; i++) {
            generation[i]++;
        }
        learn();
        Invariant differs = open ? Invariant.WHOLE_OR_ABSENT : Invariant.ACKNOWLEDGED_DURABLE;
        ordered.clear();
        look(differs);
        comparison.checkDirectory(images(), differs);
    }

    /** What was not answered is in the journal, as a whole, or it is not. */
    private void resolve(boolean present, boolean open) {
        if (open) {
            coverage.count(present ? Fault.UNANSWERED_PRESENT : Fault.UNANSWERED_ABSENT);
        }
        if (!present) {
            return;
        }
        for (Sent one : openSent) {
            if (!isLate(one)) {
                charging.decide(one.request, one.again);
            }
        }
        for (Ordered one : openOrdered) {
            care.on(one.key, one.command, commands.decide(one.key, one.command), nowMs());
        }
        supervised();
    }

    /** On a full disk a start works, or says that there is no room; what is there stays. */
    private void startWithoutRoom() {
        coverage.count(Fault.DISK_FULL_AT_START);
        node.lines.forEach(line -> line.disk.spaceLeft(0));
        try {
            node.start();
        } catch (JournalException e) {
            if (!e.getMessage().contains("No space left")) {
                throw new Violation(Invariant.SOUND, "a start on a full disk fails otherwise: " + e.getMessage(), e);
            }
        } finally {
            node.lines.forEach(line -> line.disk.spaceLeft(Long.MAX_VALUE));
        }
        node.kill(random.nextBoolean());
    }

    /** One bit read wrongly, anywhere before the last batch, stops the start; nothing is changed by it. */
    private void flip() {
        Node.Line line = node.lines.get(random.nextInt(node.lines.size()));
        Damage damage = Damage.before(line.disk, audit.lastBatchPosition(line.index), random);
        if (damage == null) {
            return;
        }
        coverage.count(Fault.BIT_FLIP);
        int hash = line.disk.contentHash();
        line.disk.flipReads(damage.file(), damage.octet(), damage.bit());
        try {
            node.start();
            throw new Violation(Invariant.DAMAGE_STOPS, "the node starts with " + damage);
        } catch (JournalException e) {
            damage.check(e);
        } finally {
            line.disk.flipReads(null, 0, 0);
        }
        if (line.disk.contentHash() != hash) {
            throw new Violation(Invariant.DAMAGE_STOPS, "a start that was refused has changed the disk");
        }
        node.kill(false);
    }

    // ---- records on their way out, and replay

    private void project() {
        begin(Operation.PROJECTION);
        for (Node.Line line : node.lines) {
            if (random.nextInt(12) == 0) {
                line.rows.refuseAfter = random.nextInt(6);
            }
            int refused = line.rows.refused;
            line.memory.doWork();
            if (random.nextBoolean()) {
                line.memory.flush();
                line.memory.doWork();
            }
            if (line.files != null) {
                line.files.doWork();
            }
            if (line.rows.refused > refused) {
                coverage.count(Fault.SINK_REFUSES);
            }
            line.rows.refuseAfter = -1;
            checkProjection(line, false);
        }
    }

    private void checkProjection(Node.Line line, boolean all) {
        if (line.memory.progress().state() == CdrProgress.State.STOPPED) {
            throw new Violation(
                    Invariant.CDR_EQUAL,
                    "the projector has stopped: " + line.memory.progress().lastError());
        }
        audit.compareRows(line.index, line.rows.rows, all);
    }

    private void rebuild() {
        for (Node.Line line : node.lines) {
            long live = hash(line.index, line.image);
            if (live != hash(line.index, Node.rebuilt(line, parts, scratch))) {
                throw new Violation(
                        Invariant.REPLAY, "the image of shard " + line.index + " is not what its journal says");
            }
        }
        comparison.checkDirectory(images(), Invariant.CHARGED_RIGHT);
    }

    private void finish() {
        disarm();
        long behindMs = Math.max(0, Arrays.stream(books.latestMs).max().orElseThrow() - nowMs());
        node.clock.advanceMs(behindMs + 4 * 3_600_000);
        turn();
        if (!books.sessions.isEmpty()) {
            throw new Violation(Invariant.NO_LEAK, books.sessions.keySet() + " never end");
        }
        rebuild();
        node.clock.advanceMs(10_000);
        node.stopCleanly();
        for (Node.Line line : node.lines) {
            audit.compareRows(line.index, line.rows.rows, true);
        }
    }
}
