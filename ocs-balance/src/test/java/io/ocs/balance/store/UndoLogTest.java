package io.ocs.balance.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import io.ocs.core.state.UndoLog;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The undo log against a model: batches of commands with savepoints, some rolled back, some batches undone. */
class UndoLogTest {

    private static final Table TABLE = Table.IDENTITY;
    private static final int KEYS = 24;

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.range(0, 200) : LongStream.of(Long.parseLong(seed));
    }

    private final UnsafeBuffer entry = new UnsafeBuffer(0, 0);

    /** Goal: after any mixture of commands, rollbacks and undone batches, the image holds exactly what the model holds. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theImageIsWhatWasCommitted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryAccountStore image = new MemoryAccountStore(new StoreCapacity(8, 8, 64, 8, 8, 8));
        UndoLog log = new UndoLog(image, 1 << 20);
        Map<Long, Long> durable = new HashMap<>();
        for (int batch = 0; batch < 40; batch++) {
            Map<Long, Long> staged = new HashMap<>(durable);
            for (int command = random.nextInt(6); command > 0; command--) {
                Map<Long, Long> before = new HashMap<>(staged);
                log.savepoint();
                for (int step = random.nextInt(5); step > 0; step--) {
                    step(log, staged, random);
                }
                if (random.nextInt(4) == 0) {
                    log.rollback();
                    staged = before;
                }
                check(log, staged, "seed " + seed + ", batch " + batch);
            }
            if (random.nextInt(4) == 0) {
                log.undo();
            } else {
                log.keep();
                durable = staged;
            }
            check(image, durable, "seed " + seed + ", image after batch " + batch);
            assertThat(log.room(TABLE)).as("seed %d", seed).isEqualTo(64 - durable.size());
        }
        image.close();
    }

    private void step(State state, Map<Long, Long> model, SplittableRandom random) {
        long key = random.nextLong(KEYS);
        if (!model.containsKey(key)) {
            write(state.create(TABLE, key, ~key), 0);
            model.put(key, 0L);
        } else if (random.nextInt(3) == 0) {
            state.delete(TABLE, key, ~key);
            model.remove(key);
        } else {
            long value = random.nextLong();
            write(state.change(TABLE, key, ~key), value);
            model.put(key, value);
        }
    }

    private void write(long address, long value) {
        entry.wrap(address, TABLE.entryLength());
        entry.putLong(16, value);
    }

    private void check(State state, Map<Long, Long> model, String where) {
        for (long key = 0; key < KEYS; key++) {
            long address = state.find(TABLE, key, ~key);
            assertThat(address != State.NONE).as("%s, key %d", where, key).isEqualTo(model.containsKey(key));
            if (address != State.NONE) {
                entry.wrap(address, TABLE.entryLength());
                assertThat(entry.getLong(16)).as("%s, key %d", where, key).isEqualTo(model.get(key));
            }
        }
    }
}
