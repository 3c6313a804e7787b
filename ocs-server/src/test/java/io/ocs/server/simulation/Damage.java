package io.ocs.server.simulation;

import io.ocs.balance.journal.FaultyStorage;
import io.ocs.core.journal.JournalException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One bit of a segment file (docs/JOURNAL_FORMAT.md), in a batch that was committed before the last one. */
record Damage(String file, long octet, int bit) {

    private static final int PAGE = 4096;
    private static final int FIRST_POSITION = 24;

    /** A bit before {@code position}, or null if nothing was committed before it. */
    static Damage before(FaultyStorage disk, long position, SplittableRandom random) {
        List<String> names = new ArrayList<>();
        List<Long> firsts = new ArrayList<>();
        for (String name : disk.list()) {
            ByteBuffer head = ByteBuffer.wrap(disk.octets(name)).order(ByteOrder.LITTLE_ENDIAN);
            if (name.startsWith("segment-") && head.getLong(0) != 0) {
                names.add(name);
                firsts.add(head.getLong(FIRST_POSITION));
            }
        }
        for (int tries = 0; tries < 20 && !names.isEmpty(); tries++) {
            int index = random.nextInt(names.size());
            long first = firsts.get(index);
            long end = index + 1 < names.size() ? firsts.get(index + 1) : position;
            if (Math.min(end, position) > first) {
                long at = random.nextLong(first, Math.min(end, position));
                return new Damage(names.get(index), PAGE + at - first, random.nextInt(8));
            }
        }
        return null;
    }

    /** The refusal names the file, the place and what to do. */
    void check(JournalException refusal) {
        String text = refusal.getMessage();
        if (!text.contains(file) || !text.contains("position") || !text.contains("backup")) {
            throw new Violation(Invariant.DAMAGE_STOPS, this + " is refused without saying what to do: " + text);
        }
    }
}
