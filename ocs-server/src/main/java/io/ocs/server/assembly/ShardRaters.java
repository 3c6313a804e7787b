package io.ocs.server.assembly;

import io.ocs.core.charging.RatingVersions;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.server.catalog.Raters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The shards of this server, for its catalogue. What looks at a whole table looks at {@value #PIECE} places at a time, between two batches. */
record ShardRaters(List<ChargingShard> shards) implements Raters {
    private static final int PIECE = 4_096;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    ShardRaters {
        shards = List.copyOf(shards);
    }

    @Override
    public CompletableFuture<Void> rateBy(RatingVersions versions) {
        shards.forEach(shard -> shard.rating(versions));
        // a query is answered behind a batch, and the next request is decided by what was handed over before
        return CompletableFuture.allOf(shards.stream()
                .map(shard -> shard.query(store -> true).exceptionally(ended -> false))
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public void keepEarlier(RatingVersions versions) {
        shards.forEach(shard -> shard.earlierVersions(versions));
    }

    @Override
    public Set<Integer> codes() {
        Set<Integer> codes = new HashSet<>();
        shards.forEach(shard -> visitAll(shard, Table.SERVICE, codes(codes)));
        return codes;
    }

    /** Those of an image that no shard runs on yet. */
    static Set<Integer> codes(AccountStore image) {
        Set<Integer> codes = new HashSet<>();
        image.forEach(Table.SERVICE, codes(codes));
        return codes;
    }

    private static AccountStore.Visitor codes(Set<Integer> into) {
        ServiceEntry service = new ServiceEntry();
        return address -> {
            int code = service.wrap(address).catalog();
            if (code != 0) {
                into.add(code);
            }
            return true;
        };
    }

    @Override
    public Set<Long> inUse(Set<Long> offers) {
        Set<Long> used = new HashSet<>();
        SubscriberEntry subscriber = new SubscriberEntry();
        for (ChargingShard shard : shards) {
            visitAll(shard, Table.SUBSCRIBER, address -> {
                long offer = subscriber.wrap(address).offerKey();
                if (offers.contains(offer)) {
                    used.add(offer);
                }
                return true;
            });
        }
        return used;
    }

    private static void visitAll(ChargingShard shard, Table table, AccountStore.Visitor visitor) {
        long at = 0;
        while (at >= 0) {
            long from = at;
            at = piece(shard, store -> visit(store, table, from, visitor));
        }
    }

    /** @return where to go on; -1: the end was reached */
    private static long visit(AccountStore store, Table table, long from, AccountStore.Visitor visitor) {
        long left = store.slots(table) - from;
        if (left > 0) {
            store.sweep(table, from, Math.min(left, PIECE), visitor);
        }
        return left <= PIECE ? -1 : from + PIECE;
    }

    /** A shard that is busy is asked again; one that has ended is looked at no further. */
    private static long piece(ChargingShard shard, java.util.function.Function<AccountStore, Long> look) {
        while (true) {
            Long next = shard.query(look).exceptionally(refused -> null).join();
            if (next != null) {
                return next;
            }
            if (shard.isStopped()) {
                return -1;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
