package io.ocs.core.charging;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ocs.core.journal.NotificationRecord.Subject;
import io.ocs.core.state.LifeCycle;
import java.util.Set;

/** Of what a subscriber of an offer is notified. Immutable, compiled with the catalogue; any thread. */
public final class Threshold {

    /** No thresholds. */
    public static final Threshold[] NONE = {};

    private static final int PER_CENT = 100;

    private final byte[] name;
    private final Subject subject;
    private final long key;
    private final byte[] of;
    private final boolean percent;
    private final long value;
    private final boolean rising;
    private final int states;

    private Threshold(
            String name, Subject subject, String of, boolean percent, long value, boolean rising, int states) {
        this.name = name.getBytes(US_ASCII);
        this.subject = subject;
        key = of.isEmpty() ? 0 : RatingFunction.offerKey(of);
        this.of = of.getBytes(US_ASCII);
        this.percent = percent;
        this.value = value;
        this.rising = rising;
        this.states = states;
    }

    /**
     * One of an amount.
     *
     * @param of name of the allowance or counter; empty for the balance
     * @param percent whether {@code value} is a percentage: of what was credited to an allowance, of the limit of a counter
     * @param rising whether it is reached from below; otherwise from above
     */
    public static Threshold ofAmount(
            String name, Subject subject, String of, boolean percent, long value, boolean rising) {
        return new Threshold(name, subject, of, percent, value, rising, 0);
    }

    /** One of states of the life cycle: reached when one of them begins. */
    public static Threshold ofStates(String name, Set<LifeCycle> states) {
        int mask = states.stream().mapToInt(state -> 1 << state.ordinal()).reduce(0, (a, b) -> a | b);
        return new Threshold(name, Subject.STATE, "", false, 0, true, mask);
    }

    /** ASCII. */
    byte[] name() {
        return name;
    }

    Subject subject() {
        return subject;
    }

    /** Key of the counter or allowance. */
    long key() {
        return key;
    }

    /** Name of the counter or allowance, ASCII. */
    byte[] of() {
        return of;
    }

    /** The threshold in units or micros, where a percentage is one of {@code whole}. */
    long amount(long whole) {
        return percent ? whole / PER_CENT * value + whole % PER_CENT * value / PER_CENT : value;
    }

    /** Whether a change from {@code before} to {@code after} reaches it. */
    boolean isCrossed(long before, long after, long whole) {
        if (subject == Subject.STATE) {
            return before != after && (states & 1 << after) != 0;
        }
        long amount = amount(whole);
        return rising ? before < amount && after >= amount : before >= amount && after < amount;
    }
}
