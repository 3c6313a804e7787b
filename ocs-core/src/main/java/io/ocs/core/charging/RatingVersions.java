package io.ocs.core.charging;

import static java.util.Objects.requireNonNull;

import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * The catalogue in force, with its number, and earlier ones by which services of open sessions still go. To whoever asks for no version it is the one in
 * force. Entries and records name a version by a code of seven bits, so that the one meant is told from its {@value #WINDOW} neighbours. Immutable: a
 * shard that reads it once rates a request by it, whole. Safe on any thread; the methods that look something up allocate nothing.
 */
public final class RatingVersions implements RatingFunction {

    /** Versions before the one in force that are kept at most. A session that goes by an older one goes on by the one in force. */
    public static final int HELD_MAX = 16;

    /** Versions that codes tell apart. */
    static final int WINDOW = 127;

    /** What becomes of services of open sessions when another catalogue comes into force. */
    public enum RunningSessions {
        /** They go by the version that granted their quota to the next switch of tariffs, else to the end of the session. */
        KEEP,
        /** What was granted is charged by its version; what is granted from the next request on is of the one in force. Clients are asked to come. */
        NEXT_UPDATE
    }

    private final int number;
    private final RunningSessions policy;
    /** By how many versions they are older than the one in force, which is the first. */
    private final RatingFunction[] byAge;

    private RatingVersions(int number, RunningSessions policy, RatingFunction[] byAge) {
        this.number = number;
        this.policy = requireNonNull(policy, "policy");
        this.byAge = byAge;
    }

    /** A catalogue that has no number: sessions go by whatever is in force. A collection of versions is given back as it is. */
    public static RatingVersions of(RatingFunction rating) {
        return rating instanceof RatingVersions versions ? versions : numbered(0, rating, RunningSessions.NEXT_UPDATE);
    }

    /** One version and no earlier ones. */
    public static RatingVersions numbered(int number, RatingFunction inForce, RunningSessions policy) {
        if (number < 0) {
            throw new IllegalArgumentException("a version has a number from 1 on, not " + number);
        }
        RatingFunction[] byAge = new RatingFunction[WINDOW];
        byAge[0] = requireNonNull(inForce, "inForce");
        return new RatingVersions(number, policy, byAge);
    }

    /** The same with a later version in force; the one before is kept for the sessions that go by it, the oldest is dropped if there are too many. */
    public RatingVersions next(int newNumber, RatingFunction inForce) {
        if (newNumber <= number) {
            throw new IllegalArgumentException("version " + newNumber + " does not come after " + number);
        }
        RatingVersions next = numbered(newNumber, inForce, policy);
        long older = (long) newNumber - number;
        for (int age = 0; age + older < WINDOW && next.heldCount() < HELD_MAX; age++) {
            next.byAge[(int) (age + older)] = byAge[age];
        }
        return next;
    }

    /** The same with an earlier version, which open sessions go by; unchanged if it is too old, or there are too many. */
    public RatingVersions with(int earlier, RatingFunction rating) {
        int age = number - earlier;
        if (age < 1 || age >= WINDOW || heldCount() >= HELD_MAX) {
            return this;
        }
        RatingVersions more = new RatingVersions(number, policy, byAge.clone());
        more.byAge[age] = requireNonNull(rating, "rating");
        return more;
    }

    /** The same without the earlier versions that nobody goes by. */
    public RatingVersions keeping(IntPredicate wanted) {
        RatingVersions less = new RatingVersions(number, policy, byAge.clone());
        for (int age = 1; age < WINDOW; age++) {
            if (byAge[age] != null && !wanted.test(number - age)) {
                less.byAge[age] = null;
            }
        }
        return less;
    }

    /** Number of the version in force, from 1 on; 0: it has none. */
    public int number() {
        return number;
    }

    public RunningSessions policy() {
        return policy;
    }

    /** Numbers of the earlier versions that are kept, the newest first. */
    public List<Integer> held() {
        List<Integer> held = new ArrayList<>();
        for (int age = 1; age < WINDOW; age++) {
            if (byAge[age] != null) {
                held.add(number - age);
            }
        }
        return held;
    }

    private int heldCount() {
        return held().size();
    }

    /** The code of a version, 1 to {@value #WINDOW}; 0 for none. */
    public static int code(int number) {
        return number <= 0 ? 0 : 1 + number % WINDOW;
    }

    /** The newest version of that code that is not newer than the one in force; 0 if there is none. */
    public int numberOf(int code) {
        return code == 0 ? 0 : Math.max(0, number - Math.floorMod(number - (code - 1), WINDOW));
    }

    /** How many versions before the one in force the version of a code is; 0 if it is not kept, or is the one in force. */
    int age(int code) {
        if (code == 0 || number == 0) {
            return 0;
        }
        int age = Math.floorMod(number - (code - 1), WINDOW);
        return byAge[age] == null ? 0 : age;
    }

    /** The version that is so many before the one in force; it is there for what {@link #age} says. */
    RatingFunction ofAge(int age) {
        return byAge[age];
    }

    @Override
    public Tariff tariff(long offer, CreditControlRequest request, ServiceUsage service, long atMs) {
        return byAge[0].tariff(offer, request, service, atMs);
    }

    @Override
    public Tariff resume(long planKey, long atMs) {
        return byAge[0].resume(planKey, atMs);
    }

    @Override
    public boolean knowsOffer(long offer) {
        return byAge[0].knowsOffer(offer);
    }

    @Override
    public Threshold[] thresholds(long offer) {
        return byAge[0].thresholds(offer);
    }

    @Override
    public Fee[] fees(long offer) {
        return byAge[0].fees(offer);
    }

    @Override
    public String offerRefusal(long offer, long present, LongPredicate others) {
        return byAge[0].offerRefusal(offer, present, others);
    }

    @Override
    public long counterLimitMicros(long offer, long counterKey) {
        return byAge[0].counterLimitMicros(offer, counterKey);
    }
}
