package io.ocs.server.reconcile;

/**
 * One charging data record, reduced to what must be equal wherever it stands.
 *
 * @param account charging account
 * @param currency letters of ISO 4217
 * @param session Session-Id; empty in records of balances
 * @param request type and number, or the reason of a balance change
 * @param service rating group and service identifier, or the bucket
 * @param unit kind of the units charged, or of the bucket
 * @param units units charged, or the amount of a balance change
 * @param micros money charged; of balance changes the amount if the bucket is money
 * @param debits buckets and amounts, in order
 */
record Charge(
        long account,
        String currency,
        String session,
        String request,
        String service,
        String unit,
        long units,
        long micros,
        String debits) {

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

    static String service(Long ratingGroup, Long serviceIdentifier) {
        return number(ratingGroup) + "/" + number(serviceIdentifier);
    }

    private static String number(Long value) {
        return value == null || value < 0 ? "-" : value.toString();
    }

    boolean isUsage() {
        return !session.isEmpty();
    }
}
