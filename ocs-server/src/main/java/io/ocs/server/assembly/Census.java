package io.ocs.server.assembly;

import io.ocs.core.Money;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.Table;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts the sessions and the money of one shard, a piece at a time: {@link #next} looks at {@value #PIECE} places of each table on the shard's thread, some
 * tenths of a millisecond, and when all have been looked at the counts are shown as a whole. So they may be as old as a turn takes: half a second for
 * every {@value #PIECE} places. {@link #next} is for one thread, the counts are for any.
 */
final class Census {
    static final int PIECE = 4_096;
    /** Upper bounds of the ages of sessions, in milliseconds, with their labels; what is older is {@code older}. */
    private static final long[] AGES_MS = {60_000, 600_000, 3_600_000, 21_600_000, 86_400_000};

    static final String[] AGES = {"1min", "10min", "1h", "6h", "24h", "older"};
    static final String[] STATES = {"reporting", "silent"};
    private static final double MICRO = 1e-6;
    private static final long WAIT_S = 2;

    /** What a turn has counted. */
    private static final class Counts {
        private final long[][] sessions = new long[STATES.length][AGES.length];
        private final long[] contexts = new long[ServiceContext.values().length];
        /** Balance and reserved micros by currency. */
        private final Map<Integer, long[]> money = new TreeMap<>();
    }

    private final ChargingShard shard;
    private final SessionEntry session = new SessionEntry();
    private final AccountEntry account = new AccountEntry();
    private Counts counting = new Counts();
    private volatile Counts whole = new Counts();
    private long sessionsAt;
    private long accountsAt;
    private boolean sessionsDone;
    private boolean accountsDone;

    Census(ChargingShard shard) {
        this.shard = shard;
    }

    ChargingShard shard() {
        return shard;
    }

    /** Looks at the next piece, and waits for that. @return false if the shard did not take the question: it is busy, or ends */
    boolean next(long nowMs) {
        return shard.query(store -> look(store, nowMs))
                .completeOnTimeout(false, WAIT_S, TimeUnit.SECONDS)
                .exceptionally(refused -> false)
                .join();
    }

    private boolean look(AccountStore store, long nowMs) {
        if (!sessionsDone) {
            sessionsAt = piece(store, Table.SESSION, sessionsAt, address -> countSession(address, nowMs));
            sessionsDone = sessionsAt == 0;
        }
        if (!accountsDone) {
            accountsAt = piece(store, Table.ACCOUNT, accountsAt, this::countAccount);
            accountsDone = accountsAt == 0;
        }
        if (sessionsDone && accountsDone) {
            whole = counting;
            counting = new Counts();
            sessionsDone = false;
            accountsDone = false;
        }
        return true;
    }

    /** @return where to go on; 0: the end was reached */
    private static long piece(AccountStore store, Table table, long from, AccountStore.Visitor visitor) {
        long left = store.slots(table) - from;
        if (left <= 0) {
            return 0;
        }
        store.sweep(table, from, Math.min(left, PIECE), visitor);
        return left <= PIECE ? 0 : from + PIECE;
    }

    /** Silent: more than half of the time has passed after which supervision ends it; by default that is its whole validity time. */
    private boolean countSession(long address, long nowMs) {
        session.wrap(address);
        long lastMs = session.lastRequestMs();
        boolean silent = nowMs - lastMs > (session.deadlineMs() - lastMs) / 2;
        int age = Arrays.binarySearch(AGES_MS, Math.max(0, nowMs - session.openedMs()));
        counting.sessions[silent ? 1 : 0][age < 0 ? -age - 1 : age]++;
        counting.contexts[session.context().ordinal()]++;
        return true;
    }

    private boolean countAccount(long address) {
        account.wrap(address);
        long[] sums = counting.money.computeIfAbsent(account.currency(), currency -> new long[2]);
        for (int i = 0; i < account.bucketCount(); i++) {
            if (account.kind(i) == UnitKind.MONEY) {
                sums[0] += account.balance(i);
                sums[1] += account.reserved(i);
            }
        }
        return true;
    }

    /** Sessions open, by index into {@link #STATES} and {@link #AGES}. */
    long sessions(int state, int age) {
        return whole.sessions[state][age];
    }

    long sessions(ServiceContext context) {
        return whole.contexts[context.ordinal()];
    }

    /** ISO 4217 codes of the currencies that accounts have, by number. */
    Map<Integer, String> currencies() {
        Map<Integer, String> letters = new TreeMap<>();
        whole.money
                .keySet()
                .forEach(number -> letters.put(number, Money.currencyOf(number).getCurrencyCode()));
        return letters;
    }

    /** Money in the buckets of all accounts, what is reserved included. */
    double balance(int currency) {
        return sum(currency, 0);
    }

    double reserved(int currency) {
        return sum(currency, 1);
    }

    private double sum(int currency, int which) {
        long[] sums = whole.money.get(currency);
        return sums == null ? 0 : sums[which] * MICRO;
    }
}
