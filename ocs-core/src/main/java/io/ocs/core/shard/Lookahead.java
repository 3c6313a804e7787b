package io.ocs.core.shard;

import io.ocs.core.RequestType;
import io.ocs.core.charging.Outcomes;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import org.agrona.UnsafeApi;

/**
 * Reads what the next requests will need, step by step for all of them: places in the indexes, then entries, then what those lead to. A decision
 * waits for memory about ten times, one after the other; here the waits of different requests overlap, since none depends on another's. Changes
 * nothing, decides nothing. One thread.
 */
final class Lookahead {

    /** Requests looked at together: as many as a processor has loads under way, about. */
    static final int DEPTH = 16;

    private static final int LINE = 64;

    private final AccountStore image;
    private final CreditControlRequest[] requests = new CreditControlRequest[DEPTH];
    private final long[] sessions = new long[DEPTH];
    private final long[] identities = new long[DEPTH];
    private final long[] serviceHigh = new long[DEPTH];
    private final long[] serviceLow = new long[DEPTH];
    private final SessionEntry session = new SessionEntry();
    private final IdentityEntry identity = new IdentityEntry();
    private long read;

    Lookahead(AccountStore image) {
        this.image = image;
    }

    /** Looks at the next requests of the ring; the caller takes at most as many before it asks again. */
    void look(RequestRing ring) {
        int count = 0;
        for (CreditControlExchange next = ring.peek(0); next != null && count < DEPTH; next = ring.peek(count)) {
            requests[count] = next.request();
            count++;
        }
        if (count < 2) {
            return; // alone, there is nothing to overlap with
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += image.touch(Table.SESSION, requests[i].sessionHigh(), requests[i].sessionLow());
        }
        for (int i = 0; i < count; i++) {
            sessions[i] = image.find(Table.SESSION, requests[i].sessionHigh(), requests[i].sessionLow());
            sum += sessions[i] == State.NONE ? touchNew(requests[i]) : line(sessions[i], 1) + line(sessions[i], 2);
        }
        for (int i = 0; i < count; i++) {
            sum += sessions[i] == State.NONE ? touchOwner(i) : touchOpen(i);
        }
        for (int i = 0; i < count; i++) {
            sum += sessions[i] == State.NONE ? readOwner(i) : readOpen(i);
        }
        read += sum;
    }

    /** A request that opens a session, most likely. */
    private long touchNew(CreditControlRequest request) {
        long sum = touchOutcome(request);
        if (request.subscriptionCount() > 0) {
            sum += image.touch(Table.IDENTITY, request.subscriptionHigh(0), request.subscriptionLow(0));
        }
        return sum;
    }

    private long touchOutcome(CreditControlRequest request) {
        return image.touch(
                Table.OUTCOME, Outcomes.sessionHigh(request.sessionHigh()), Outcomes.sessionLow(request.sessionLow()));
    }

    private long touchOwner(int i) {
        CreditControlRequest request = requests[i];
        identities[i] = request.subscriptionCount() == 0
                ? State.NONE
                : image.find(Table.IDENTITY, request.subscriptionHigh(0), request.subscriptionLow(0));
        if (identities[i] == State.NONE) {
            return 0;
        }
        identity.wrap(identities[i]);
        return image.touch(Table.SUBSCRIBER, identity.subscriberId(), 0)
                + image.touch(Table.ACCOUNT, identity.accountId(), 0);
    }

    private long readOwner(int i) {
        if (identities[i] == State.NONE) {
            return 0;
        }
        identity.wrap(identities[i]);
        return lines(image.find(Table.ACCOUNT, identity.accountId(), 0), 2)
                + lines(image.find(Table.SUBSCRIBER, identity.subscriberId(), 0), 1);
    }

    private long touchOpen(int i) {
        CreditControlRequest request = requests[i];
        session.wrap(sessions[i]);
        long sum = image.touch(Table.ACCOUNT, session.accountId(), 0)
                + image.touch(Table.SUBSCRIBER, session.subscriberId(), 0);
        if (request.type() == RequestType.TERMINATION) {
            sum += touchOutcome(request);
        }
        if (request.serviceCount() > 0) {
            ServiceUsage usage = request.service(0);
            serviceHigh[i] =
                    ServiceEntry.keyHigh(request.sessionHigh(), usage.ratingGroup(), usage.serviceIdentifier());
            serviceLow[i] = ServiceEntry.keyLow(request.sessionLow(), usage.ratingGroup(), usage.serviceIdentifier());
            sum += image.touch(Table.SERVICE, serviceHigh[i], serviceLow[i]);
        }
        return sum;
    }

    private long readOpen(int i) {
        session.wrap(sessions[i]);
        long sum = lines(image.find(Table.ACCOUNT, session.accountId(), 0), 2)
                + lines(image.find(Table.SUBSCRIBER, session.subscriberId(), 0), 1);
        if (requests[i].serviceCount() > 0) {
            sum += lines(image.find(Table.SERVICE, serviceHigh[i], serviceLow[i]), 3);
        }
        return sum;
    }

    private static long lines(long address, int count) {
        long sum = 0;
        for (int i = 0; address != State.NONE && i < count; i++) {
            sum += line(address, i);
        }
        return sum;
    }

    private static long line(long address, int index) {
        return UnsafeApi.getLong(address + (long) index * LINE);
    }

    /** What was read, so that the reading is not found useless and left out. */
    long read() {
        return read;
    }
}
