package io.ocs.server.simulation;

import io.ocs.cdr.CdrProgress;
import io.ocs.core.journal.JournalException;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.StateHash;
import io.ocs.core.state.Table;
import io.ocs.server.simulation.Books.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lives of a node: its starts and stops, and what must be as it was before; its records on their way out; its end. */
abstract class Lives extends DutyCycle {

    Lives(long seed, Parts parts, Path cdrFolder) {
        super(seed, parts, cdrFolder);
    }

    void boot() {
        node.start();
        for (Node.Line line : node.lines) {
            audit.follow(line);
            lostBatches[line.index] = 0;
        }
    }

    @Override
    void broken() {
        coverage.count(Fault.JOURNAL_BROKEN);
        boolean power = node.lines.stream().anyMatch(line -> line.broken) && random.nextBoolean();
        restartKilled(power);
    }

    void restartClean() {
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

    void restartKilled(boolean power) {
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

    long hash(int shard, AccountStore image) {
        return StateHash.of(image, books.latestMs[shard]);
    }

    void startAgain(List<Long> before) {
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
        takeTransfers(openOrdered);
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
    void resolve(boolean present, boolean open) {
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
            care.on(one.key(), one.command(), commands.decide(one.key(), one.command()), nowMs());
        }
        supervised();
    }

    /** On a full disk a start works, or says that there is no room; what is there stays. */
    void startWithoutRoom() {
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
    void flip() {
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

    void project() {
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

    void checkProjection(Node.Line line, boolean all) {
        if (line.memory.progress().state() == CdrProgress.State.STOPPED) {
            throw new Violation(
                    Invariant.CDR_EQUAL,
                    "the projector has stopped: " + line.memory.progress().lastError());
        }
        audit.compareRows(line.index, line.rows.rows, all);
    }

    void rebuild() {
        for (Node.Line line : node.lines) {
            long live = hash(line.index, line.image);
            if (live != hash(line.index, Node.rebuilt(line, parts, scratch))) {
                throw new Violation(
                        Invariant.REPLAY, "the image of shard " + line.index + " is not what its journal says");
            }
        }
        comparison.checkDirectory(images(), Invariant.CHARGED_RIGHT);
    }

    void finish() {
        disarm();
        long behindMs = Math.max(0, Arrays.stream(books.latestMs).max().orElseThrow() - nowMs());
        node.clock.advanceMs(behindMs + 4 * 3_600_000);
        turn();
        arrive();
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

    /** All money comes to its end, and nothing of its way is remembered. */
    private void arrive() {
        calm = true;
        for (int i = 0; i < 2; i++) {
            begin(Operation.TRANSFERS_RESUMED);
            node.resumeTransfers();
            cycle();
        }
        calm = false;
        for (Node.Line line : node.lines) {
            if (line.image.size(Table.TRANSFER) > 0) {
                throw new Violation(
                        Invariant.NO_LEAK,
                        line.image.size(Table.TRANSFER) + " transfers never end in shard " + line.index);
            }
        }
    }

    void turn() {
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
}
