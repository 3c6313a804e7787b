package io.ocs.core.charging;

import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.Table;

/**
 * The services of one session that share its credit pool (RFC 8506 §5.1.2), seen from one of them that reports. Each holds what its own grant may cost; the
 * client may use one beyond its grant as long as the pool as a whole holds. What that costs is paid by what the others hold, unless there is other money:
 * then they hold on, as a client may count their grants in full again from this report on. One thread; nothing is allocated.
 */
final class CreditPool {

    /** Most services of one session that share its pool; further ones are granted units of their own. */
    static final int MEMBERS_MAX = 8;

    /** Most services of one request whose use may move what others hold: a record has a longest length. */
    static final int DRAWS_MAX = 8;

    private static final int MATES_MAX = MEMBERS_MAX - 1;

    private final ServiceEntry[] mates = new ServiceEntry[MEMBERS_MAX];
    private final int[][] buckets = new int[MATES_MAX][ServiceEntry.PARTS_MAX];
    private final long[][] amounts = new long[MATES_MAX][ServiceEntry.PARTS_MAX];
    private final int[] parts = new int[MATES_MAX];
    private int count;
    private boolean isFull;
    private boolean released;

    CreditPool() {
        for (int i = 0; i < MEMBERS_MAX; i++) {
            mates[i] = new ServiceEntry();
        }
    }

    /** Nobody shares with the service at hand. */
    void clear() {
        count = 0;
        isFull = false;
        released = false;
    }

    /** Looks for the other services of the pool. */
    void find(Decision d, ServiceUsage usage) {
        clear();
        long high = d.session.firstServiceHigh();
        long low = d.session.firstServiceLow();
        for (int left = d.session.serviceCount(); left > 0 && !isFull; left--) {
            ServiceEntry next = mates[count];
            next.wrap(d.state.find(Table.SERVICE, high, low));
            high = next.nextHigh();
            low = next.nextLow();
            if (isMate(next, usage)) {
                isFull = count == MATES_MAX;
                count += isFull ? 0 : 1;
            }
        }
    }

    private static boolean isMate(ServiceEntry service, ServiceUsage usage) {
        return service.isPooled()
                && (service.ratingGroup() != usage.ratingGroup()
                        || service.serviceIdentifier() != usage.serviceIdentifier());
    }

    /** Whether one more service may share the pool. */
    boolean hasRoom() {
        return !isFull;
    }

    /** Money that the others hold, micros. */
    long heldMicros() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            for (int part = 0; part < mates[i].partCount(); part++) {
                sum = Math.addExact(sum, mates[i].partAmount(part));
            }
        }
        return sum;
    }

    /** Lets the usage at hand be paid by what the others hold, too. */
    void release(AccountBalanceFunction balances) {
        for (int i = 0; i < count; i++) {
            balances.release(mates[i]);
        }
        released = count > 0;
    }

    /** After the debits: the others hold again what is left of it. */
    void holdAgain(AccountBalanceFunction balances) {
        for (int i = 0; released && i < count; i++) {
            parts[i] = balances.holdAgain(mates[i], buckets[i], amounts[i]);
        }
    }

    /** Writes what the others hold now, where that has changed. @return whether it has */
    boolean write(ServiceRecord section) {
        for (int i = 0; released && i < count; i++) {
            if (isChanged(i)) {
                section.addDraw(mates[i].ratingGroup(), mates[i].serviceIdentifier());
                for (int part = 0; part < parts[i]; part++) {
                    section.addDrawPart(buckets[i][part], amounts[i][part]);
                }
            }
        }
        return section.is(ServiceRecord.POOL_DRAW);
    }

    private boolean isChanged(int index) {
        ServiceEntry mate = mates[index];
        boolean same = mate.partCount() == parts[index];
        for (int i = 0; same && i < parts[index]; i++) {
            same = mate.partBucket(i) == buckets[index][i] && mate.partAmount(i) == amounts[index][i];
        }
        return !same;
    }
}
