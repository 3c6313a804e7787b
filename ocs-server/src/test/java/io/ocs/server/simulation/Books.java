package io.ocs.server.simulation;

import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.state.LifeCycle;
import io.ocs.server.simulation.PriceList.Rate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state of the world as the model has it: plain objects, no shards, no journal, no undo log. {@link ModelCharging} and {@link ModelCommands} change
 * it by what was answered, or by what turned out to have become durable.
 */
final class Books {

    static final long NEVER = Long.MAX_VALUE;
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final int ANSWERS_KEPT = 8;
    private static final int MAIN_PRIORITY = 32_767;

    /** Money or units; {@code allowance} is the key of the allowance, 0 for money that pays for anything. */
    static final class Bucket {
        final int id;
        final UnitKind unit;
        final int priority;
        final long expiresMs;
        final long allowance;
        long balance;
        long reserved;
        long credited;

        Bucket(int id, UnitKind unit, int priority, long expiresMs, long allowance) {
            this.id = id;
            this.unit = unit;
            this.priority = priority;
            this.expiresMs = expiresMs;
            this.allowance = allowance;
        }

        boolean isMain() {
            return id == 0;
        }

        boolean isMoney() {
            return unit == UnitKind.MONEY;
        }

        @Override
        public String toString() {
            return "bucket " + id + " " + unit + " " + balance + " reserved " + reserved;
        }
    }

    static final class Account {
        final int shard;
        final String currency;
        long id;
        long limitMicros;
        int sessions;
        /** Of prices, less refunds, never below zero. */
        long spentMicros;

        int members;
        private int nextBucket = 1;
        final List<Bucket> buckets = new ArrayList<>();

        Account(int shard, String currency, long limitMicros) {
            this.shard = shard;
            this.currency = currency;
            this.limitMicros = limitMicros;
            buckets.add(new Bucket(0, UnitKind.MONEY, MAIN_PRIORITY, NEVER, 0));
        }

        Bucket bucket(int id) {
            for (Bucket bucket : buckets) {
                if (bucket.id == id) {
                    return bucket;
                }
            }
            throw new IllegalStateException("the model knows no bucket " + id);
        }

        /** Counts what a price has cost. */
        void spend(long micros) {
            spentMicros = Math.max(0, spentMicros + micros);
        }

        Bucket main() {
            return bucket(0);
        }

        @Override
        public String toString() {
            return "account " + id;
        }

        /** The bucket of these properties, made if need be. */
        Bucket like(UnitKind unit, int priority, long expiresMs, long allowance) {
            for (Bucket bucket : buckets) {
                if (bucket.unit == unit
                        && bucket.priority == priority
                        && bucket.expiresMs == expiresMs
                        && bucket.allowance == allowance) {
                    return bucket;
                }
            }
            Bucket bucket = new Bucket(nextBucket++, unit, priority, expiresMs, allowance);
            buckets.add(bucket);
            buckets.sort(Comparator.<Bucket>comparingInt(b -> b.priority)
                    .thenComparingLong(b -> b.expiresMs)
                    .thenComparingInt(b -> b.id));
            return bucket;
        }

        /** The asset of a bucket: a currency, or the name of a unit. */
        String asset(Bucket bucket) {
            return bucket.isMoney() ? currency : bucket.unit.name();
        }
    }

    static final class Subscriber {
        final Account account;
        long id;
        String offer;
        LifeCycle state = LifeCycle.ACTIVE;
        final Set<SubscriptionId> identities = new LinkedHashSet<>();

        Subscriber(Account account, String offer) {
            this.account = account;
            this.offer = offer;
        }

        /** Result code of the message for what the state denies, 0 if it denies nothing. */
        int denial() {
            return switch (state) {
                case SUSPENDED, BARRED -> 4010;
                case TERMINATED -> 5030;
                default -> 0;
            };
        }

        /** Something was used. */
        void use() {
            if (state == LifeCycle.PRE_ACTIVE) {
                state = LifeCycle.ACTIVE;
            }
        }

        @Override
        public String toString() {
            return "subscriber " + id;
        }
    }

    record ServiceKey(long group, long identifier) {}

    static final class Service {
        String plan;
        String segment;
        long cumulative;
        long granted;
        boolean pooled;
        long totalUnits;
        long totalMicros;
        final Map<Integer, Long> parts = new LinkedHashMap<>();
    }

    /** An answer that a repeat must get again; the octets are null if nobody has seen them. */
    static final class Kept {
        final Request request;
        final String text;
        byte[] octets;

        Kept(Request request, String text) {
            this.request = request;
            this.text = text;
        }
    }

    static final class Session {
        final String id;
        final Subscriber subscriber;
        final String offer;
        long costMicros;
        long deadlineMs;
        final Map<ServiceKey, Service> services = new LinkedHashMap<>();
        private final Deque<Kept> kept = new ArrayDeque<>();
        private boolean forgetful;

        Session(String id, Subscriber subscriber) {
            this.id = id;
            this.subscriber = subscriber;
            offer = subscriber.offer;
        }

        Account account() {
            return subscriber.account;
        }

        /** Whether its network element knows credit pools. */
        boolean hasPool() {
            return Traffic.hasPool(id);
        }

        @Override
        public String toString() {
            return "session " + id;
        }

        /** Whether a request of this number may have been answered before the answers that are kept. */
        boolean mayHaveForgotten(long number) {
            return forgetful && kept.stream().allMatch(answer -> number < answer.request.number());
        }

        Kept answerTo(Request request) {
            for (Kept answer : kept) {
                if (answer.request.type() == request.type() && answer.request.number() == request.number()) {
                    return answer;
                }
            }
            return null;
        }

        void keep(Kept answer) {
            kept.addLast(answer);
            if (kept.size() > ANSWERS_KEPT) {
                kept.remove(Collections.min(kept, Comparator.comparingLong(old -> old.request.number())));
                forgetful = true;
            }
        }
    }

    /** The outcome of an ended session or an event. */
    record Outcome(Kept answer, int shard, long expiresMs) {}

    /** Where the money and the units of an asset went. */
    static final class Flows {
        long credited;
        long spent;
        long refunded;
        long expired;
        long forfeited;
        /** Received from other accounts, less what was sent to others: what is on its way is missing here. */
        long moved;

        /** What must be left on the accounts, reservations included. */
        long left() {
            return credited + moved - spent + refunded - expired - forfeited;
        }

        boolean isLike(Flows other) {
            return credited == other.credited
                    && spent == other.spent
                    && refunded == other.refunded
                    && expired == other.expired
                    && forfeited == other.forfeited
                    && moved == other.moved;
        }

        @Override
        public String toString() {
            return "credited " + credited + ", spent " + spent + ", refunded " + refunded + ", expired " + expired
                    + ", forfeited " + forfeited + ", moved " + moved;
        }
    }

    final Map<Long, Account> accounts = new HashMap<>();
    final Map<SubscriptionId, Subscriber> directory = new LinkedHashMap<>();
    final Map<String, Session> sessions = new LinkedHashMap<>();
    /** By Session-Id for ended sessions, by Session-Id and number for events. */
    final Map<String, Outcome> outcomes = new HashMap<>();

    final Map<String, Flows> flows = new TreeMap<>();
    /** Time of the present batch of each shard. */
    final long[] nowMs;
    /** The latest time that each shard has ever seen; after a restart under a clock set back, its time goes on from its last batch. */
    final long[] latestMs;
    /** Charging data records of each shard so far. */
    final long[] records;

    private PriceList prices = PriceList.of(0);

    Books(int shards) {
        nowMs = new long[shards];
        latestMs = new long[shards];
        records = new long[shards];
    }

    PriceList prices() {
        return prices;
    }

    void swap(int version) {
        prices = PriceList.of(version);
    }

    Flows flows(String asset) {
        return flows.computeIfAbsent(asset, absent -> new Flows());
    }

    Flows flows(Account account, Bucket bucket) {
        return flows(account.asset(bucket));
    }

    Rate rate(Session session, Service service, Kind kind, long group) {
        Rate same = prices.plan(service.plan);
        return same != null ? same : prices.offers.get(session.offer).rate(kind, group);
    }

    Outcome outcome(String key) {
        Outcome outcome = outcomes.get(key);
        return outcome == null || outcome.expiresMs <= nowMs[outcome.shard] ? null : outcome;
    }

    void time(int shard, long atMs) {
        nowMs[shard] = atMs;
        latestMs[shard] = Math.max(latestMs[shard], atMs);
    }

    /** The outcome that a request of a session that has ended, or an event, may be answered by; null if there was none. */
    Outcome outcomeOf(Request request) {
        return outcomes.get(request.isEvent() ? request.session() + " " + request.number() : request.session());
    }

    /** The session ends although its network element has not said so: nothing is told, but it is known to have ended. */
    void abandon(Session session) {
        close(session);
        int shard = session.account().shard;
        outcomes.put(session.id, new Outcome(new Kept(null, ""), shard, nowMs[shard] + DAY_MS));
    }

    /** The session ends; what it holds is free again. */
    void close(Session session) {
        Account account = session.account();
        for (Service service : session.services.values()) {
            service.parts.forEach((bucket, amount) -> account.bucket(bucket).reserved -= amount);
        }
        account.sessions--;
        sessions.remove(session.id);
    }
}
