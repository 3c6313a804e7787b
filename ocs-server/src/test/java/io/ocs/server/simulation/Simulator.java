package io.ocs.server.simulation;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.command.AccountCommand;
import io.ocs.server.simulation.Traffic.Past;
import io.ocs.server.simulation.Traffic.Talk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A node drawn from a seed: which operation comes next, and of what. Every step is one operation, one {@link DutyCycle}, and a look at everything. */
final class Simulator extends Lives {

    private static final int TALKS_MAX = 30;
    private static final int REBUILD_EVERY = 500;

    /**
     * A node of one or three shards, as the seed says.
     *
     * @param cdrFolder see {@link Node}
     */
    Simulator(long seed, Parts parts, Path cdrFolder) {
        super(seed, parts, cdrFolder);
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
            case 82, 83 -> timePasses();
            case 84, 85 -> order(Operation.TRANSFER, care.transfer());
            case 86 -> rarely(2, random.nextInt(3) == 0 ? this::resumeTransfers : this::interrupt);
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

    private void order(Operation now, AccountCommand command) {
        begin(now);
        give(care.nextKey(), command);
        cycle();
    }

    private void resumeTransfers() {
        begin(Operation.TRANSFERS_RESUMED);
        node.resumeTransfers();
        cycle();
    }

    /** The process ends while money is on its way: after the debit, after the credit, or when nobody remembers it any more. */
    private void interrupt() {
        disarm();
        begin(Operation.TRANSFER_INTERRUPTED);
        give(care.nextKey(), care.transfer());
        workSome(random.nextInt(1, 5));
        restartKilled(random.nextBoolean());
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

    private void stepClock() {
        boolean forward = random.nextBoolean();
        begin(forward ? Operation.CLOCK_STEP_FORWARD : Operation.CLOCK_STEP_BACK);
        node.clock.stepMs(forward ? 3_600_000 : -3_600_000);
        cycle();
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
}
