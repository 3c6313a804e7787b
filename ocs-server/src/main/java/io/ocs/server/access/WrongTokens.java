package io.ocs.server.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the wrong tokens of each address: {@value #BURST} at once, and one more every {@value #REFILL_S} seconds. Nobody finds a token by trying; this keeps
 * whoever tries from filling the log. Right tokens are never held up, so that nobody can lock out another one of the same address. Of the addresses the
 * {@value #ADDRESSES_MAX} last ones are remembered. One thread at a time.
 */
public final class WrongTokens {
    static final int BURST = 10;
    static final long REFILL_S = 6;
    private static final int ADDRESSES_MAX = 1_024;
    private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(REFILL_S);

    private final LongSupplier nanoTime;
    /** When an address is as good as one that has never been wrong. */
    private final Map<String, Long> forgivenNanos = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    public WrongTokens(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes one. @return seconds to wait if there were too many of that address, else 0 */
    public long note(String address) {
        long now = nanoTime.getAsLong();
        long forgiven = Math.max(now, forgivenNanos.getOrDefault(address, now)) + REFILL_NANOS;
        long excess = forgiven - now - BURST * REFILL_NANOS;
        if (excess > 0) {
            return TimeUnit.NANOSECONDS.toSeconds(excess - 1) + 1;
        }
        forgivenNanos.put(address, forgiven);
        return 0;
    }
}
