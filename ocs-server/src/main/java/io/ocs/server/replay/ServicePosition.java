package io.ocs.server.replay;

import io.ocs.core.charging.PricePosition;
import io.ocs.core.charging.Tariff;
import io.ocs.server.replay.UsageRecord.Payment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where one service of a session stands, as far as its price goes: what allowances have paid stays paid by them. */
final class ServicePosition {

    /** Of units that an allowance has paid; no tariff has this segment. */
    private static final long ALLOWANCE = 0x0cd1_a110_3a9c_e001L;

    private final PricePosition position = new PricePosition();
    private Deque<Payment> payments = new ArrayDeque<>();
    private long paidUnits;
    private long counted;
    private long planKey;
    private String lastPrice;
    private boolean conditionsChanged;
    private long nextPlanKey;

    /** Key of the plan by which the service is rated; 0: not yet. */
    long planKey() {
        return planKey;
    }

    void planKey(long key) {
        planKey = key;
    }

    /** Whether the service goes on by what the conditions of its last record lead to, now that a record was charged by {@code price}. */
    boolean goesOnAnew(String price) {
        return conditionsChanged || (lastPrice != null && !lastPrice.equals(price));
    }

    /** Plan that the conditions of the last record lead to. */
    long nextPlanKey() {
        return nextPlanKey;
    }

    /** Notes what a record was charged by, whether it told of other conditions, and where its conditions lead. */
    void note(String price, boolean changed, long planOfConditions) {
        lastPrice = price;
        conditionsChanged = changed;
        nextPlanKey = planOfConditions;
    }

    boolean isStart() {
        return position.isStart();
    }

    /** What was used before the first record that is there, taken as paid by money. */
    void usedBefore(Tariff tariff, long units) {
        position.use(tariff.segmentKey(), units);
    }

    /**
     * Begins a record.
     *
     * @param who what its units were paid with, in this order
     * @param countedBefore value of the counter by which the tiers go
     */
    void begin(List<Payment> who, long countedBefore) {
        payments = new ArrayDeque<>(who);
        paidUnits = 0;
        counted = countedBefore;
        Payment first = payments.peek();
        boolean openStep = first != null && first.isMoney() && first.amount() == 0 && position.segment() == ALLOWANCE;
        if (openStep) { // the rest of a step that an allowance has paid
            payments.poll();
            payments.push(new Payment(false, 0, first.units()));
        }
    }

    /** Units of the record that money paid for. */
    long paidUnits() {
        return paidUnits;
    }

    /** The money for {@code units} more, set-up fee included; those that an allowance paid for cost nothing. */
    long charge(Tariff tariff, long units) {
        long micros = position.isStart() ? tariff.setupMicros() : 0;
        long left = units;
        while (left > 0) {
            Payment payer = payments.poll();
            long part = payer == null ? left : Math.min(left, payer.units());
            if (payer != null && payer.units() > part) {
                payments.push(new Payment(payer.isMoney(), payer.amount(), payer.units() - part));
            }
            if (payer != null && !payer.isMoney()) {
                position.use(ALLOWANCE, part);
            } else if (part > 0) {
                micros = Math.addExact(micros, price(tariff, part));
            }
            left -= part;
        }
        return micros;
    }

    private long price(Tariff tariff, long units) {
        long segment = tariff.segmentKey();
        boolean byCounter = tariff.tierCounter() != null;
        boolean continuation = !byCounter && position.continuationIn(segment);
        long before = byCounter ? Math.addExact(counted, paidUnits) : position.cumulativeIn(segment);
        position.use(segment, units);
        paidUnits += units;
        return tariff.priceMicros(Math.addExact(before, units), continuation)
                - tariff.priceMicros(before, continuation);
    }
}
