package io.ocs.server.alarm;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Whether a count has risen since the last look. */
public final class Rising implements Supplier<Optional<String>> {
    private final String what;
    private final LongSupplier count;
    private long before;

    public Rising(String what, LongSupplier count) {
        this.what = what;
        this.count = count;
        before = count.getAsLong();
    }

    @Override
    public Optional<String> get() {
        long now = count.getAsLong();
        long more = now - before;
        before = now;
        return more > 0 ? Optional.of(more + " " + what) : Optional.empty();
    }
}
