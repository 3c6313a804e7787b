package io.ocs.server.reconcile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was charged and credited in one place, by hour of receipt (UTC), offer, movement and asset. */
final class Hours {
    private static final long HOUR_MS = 3_600_000;
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** One sum. {@code movement}: {@code charged}, or the reason of a change of balances. */
    record Slot(long hour, String offer, String movement, String asset) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int order = Long.compare(hour, other.hour);
            order = order != 0 ? order : offer.compareTo(other.offer);
            order = order != 0 ? order : movement.compareTo(other.movement);
            return order != 0 ? order : asset.compareTo(other.asset);
        }

        String hourText() {
            return HOUR.format(Instant.ofEpochMilli(hour * HOUR_MS));
        }
    }

    private final SortedMap<Slot, Long> sums = new TreeMap<>();

    void add(Charge charge, String offer) {
        long hour = Math.floorDiv(charge.receivedMs(), HOUR_MS);
        if (charge.isUsage()) {
            for (Charge.Debit debit : charge.debits()) {
                add(hour, offer, "charged", Assets.of(debit.kind(), charge.currency()), debit.amount());
            }
        } else {
            String movement = charge.request().toLowerCase(Locale.ROOT).replace('_', '-');
            add(hour, offer, movement, Assets.of(charge.unit(), charge.currency()), charge.units());
        }
    }

    private void add(long hour, String offer, String movement, String asset, long amount) {
        sums.merge(new Slot(hour, offer, movement, asset), amount, Math::addExact);
    }

    long sum(Slot slot) {
        return sums.getOrDefault(slot, 0L);
    }

    /** All slots that one of these places has. */
    static Collection<Slot> slots(List<Hours> places) {
        TreeSet<Slot> slots = new TreeSet<>();
        places.forEach(place -> slots.addAll(place.sums.keySet()));
        return slots;
    }
}
