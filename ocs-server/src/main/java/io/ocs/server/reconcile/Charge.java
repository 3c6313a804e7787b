package io.ocs.server.reconcile;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One charging data record, reduced to what must be equal wherever it stands.
 *
 * @param receivedMs receipt of the request or command, milliseconds since 1970
 * @param account charging account
 * @param currency letters of ISO 4217
 * @param session Session-Id; empty in records of balances
 * @param request type and number, or the reason of a balance change
 * @param service rating group and service identifier, or the bucket
 * @param unit kind of the units charged, or of the bucket
 * @param units units charged, or the amount of a balance change
 * @param micros money charged; of balance changes the amount if the bucket is money
 * @param debits what was taken from which buckets, in order; empty in records of balances
 * @param conditions by what the price was found, {@link #conditions}; empty: nothing is told, as in records of before it was kept
 */
record Charge(
        long receivedMs,
        long account,
        String currency,
        String session,
        String request,
        String service,
        String unit,
        long units,
        long micros,
        List<Debit> debits,
        String conditions) {

    /** An amount taken from a bucket; negative if given back. */
    record Debit(int bucket, String kind, long amount) {
        @Override
        public String toString() {
            return bucket + ":" + kind + ":" + amount;
        }
    }

    /** The key of a record. */
    record Key(int epoch, int shard, long number) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Integer.compare(epoch, other.epoch);
            order = order != 0 ? order : Integer.compare(shard, other.shard);
            return order != 0 ? order : Long.compare(number, other.number);
        }

        @Override
        public String toString() {
            return "record " + epoch + "-" + shard + "-" + number;
        }
    }

    Charge {
        debits = List.copyOf(debits);
    }

    /** Side of the call, QoS class and number of the catalogue, as far as there are any. */
    static String conditions(String direction, Long qosClass, Long catalogVersion) {
        return (direction == null ? "" : direction)
                + (qosClass == null ? "" : " QoS " + qosClass)
                + (catalogVersion == null ? "" : " catalogue " + catalogVersion);
    }

    /** Whether the record outside says the same; one that was written before conditions were need not tell them. */
    boolean isSaidBy(Charge outside) {
        return equals(outside.conditions.isEmpty() ? outside.with(conditions) : outside);
    }

    private Charge with(String others) {
        return new Charge(
                receivedMs, account, currency, session, request, service, unit, units, micros, debits, others);
    }

    static String service(Long ratingGroup, Long serviceIdentifier) {
        return number(ratingGroup) + "/" + number(serviceIdentifier);
    }

    private static String number(Long value) {
        return value == null || value < 0 ? "-" : value.toString();
    }

    boolean isUsage() {
        return !session.isEmpty();
    }

    long usageMicros() {
        return isUsage() ? micros : 0;
    }

    /** For people: who, and how much. */
    @Override
    public String toString() {
        String who = isUsage() ? "session " + session + ", " : "";
        return who + request + " of account " + account + ", service " + service + ": " + units + " " + unit + ", "
                + Assets.text(currency, micros) + " " + currency + ", received at "
                + java.time.Instant.ofEpochMilli(receivedMs)
                + (conditions.isEmpty() ? "" : ", " + conditions.strip())
                + (debits.isEmpty()
                        ? ""
                        : ", from buckets "
                                + debits.stream().map(Debit::toString).collect(Collectors.joining(" ")));
    }
}
