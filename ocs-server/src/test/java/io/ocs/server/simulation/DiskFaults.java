package io.ocs.server.simulation;

import io.ocs.balance.journal.FaultyStorage;
import io.ocs.balance.journal.FaultyStorage.Operation;
import java.io.IOException;
import java.util.SplittableRandom;

/** Makes one disk fail in one way for a while. */
final class DiskFaults implements FaultyStorage.Fault {

    private final FaultyStorage disk;
    private final SimulatedClock clock;
    private Fault fault;
    private int skip;
    private int times;
    private long delayMs;

    DiskFaults(FaultyStorage disk, SimulatedClock clock) {
        this.disk = disk;
        this.clock = clock;
    }

    /** From now on; once or for good, as the random numbers say. */
    void arm(Fault kind, SplittableRandom random) {
        fault = kind;
        skip = kind == Fault.POWER_LOSS_IN_COMMIT ? random.nextInt(3) : 0;
        times = random.nextInt(3) == 0 ? Integer.MAX_VALUE : 1;
        delayMs = random.nextLong(50, 1_500);
        disk.fail(this);
        disk.tearWrites(kind == Fault.TORN_WRITE ? 0.7 : 0);
        disk.tearForces(kind == Fault.TORN_FORCE);
        if (kind == Fault.DISK_FULL) {
            disk.spaceLeft(0);
        }
    }

    /** The disk works again. */
    void disarm() {
        fault = null;
        disk.fail((operation, file) -> {});
        disk.tearWrites(0);
        disk.tearForces(false);
        disk.spaceLeft(Long.MAX_VALUE);
    }

    boolean isArmed() {
        return fault != null;
    }

    /** Whether it may make a batch fail. */
    boolean isHarmful() {
        return fault != null && fault != Fault.SLOW_FORCE;
    }

    @Override
    public void before(Operation operation, String file) throws IOException {
        if (fault == null) {
            return;
        }
        switch (fault) {
            case REFUSED_WRITE -> failIf(operation == Operation.WRITE);
            case FAILED_FORCE, TORN_FORCE -> failIf(operation == Operation.FORCE);
            case POWER_LOSS_IN_COMMIT -> failAfterSome(operation);
            case SLOW_FORCE -> clock.advanceMs(operation == Operation.FORCE ? delayMs : 0);
            default -> {
                // the disk itself does it
            }
        }
    }

    private void failIf(boolean struck) throws IOException {
        if (struck && times > 0) {
            times--;
            throw new IOException("Input/output error");
        }
    }

    private void failAfterSome(Operation operation) throws IOException {
        if (operation != Operation.READ && skip-- <= 0) {
            throw new IOException("no power");
        }
    }
}
