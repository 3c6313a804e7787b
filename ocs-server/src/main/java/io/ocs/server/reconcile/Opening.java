package io.ocs.server.reconcile;

import io.ocs.server.reconcile.CreditControlBody.Part;
import java.io.IOException;
import java.util.List;

/** Where the journal of a shard begins to be read, and what was there at that moment. */
interface Opening {

    /** The very beginning: nothing is there. */
    Opening NOTHING = new Opening() {
        @Override
        public long position() {
            return 0;
        }

        @Override
        public long timeMs() {
            return Long.MIN_VALUE;
        }

        @Override
        public void state(State into) {
            // nothing
        }

        @Override
        public Charge.Key firstRecord() {
            return null;
        }
    };

    /** Takes what was there, in any order. */
    interface State {
        /** A bucket with its balance; what is reserved of it comes with the services. */
        void bucket(long account, int bucket, int kind, int currency, long balance);

        /** What a service of an open session holds. */
        void service(long account, SessionKey session, String service, List<Part> reservations);

        void subscriber(long subscriber, long offerKey, String offerName);

        /** What a counter of a subscriber or account has counted. */
        void counter(long owner, long counter, long value, long untilMs);

        /** Money on its way to another shard, or, {@code received}, from one, whose sender may not know that it has come. */
        void transfer(Transfer transfer);
    }

    /**
     * Money between shards.
     *
     * @param toShard shard of the receiver
     * @param currency ISO 4217 numeric code
     */
    record Transfer(
            long idHigh,
            long idLow,
            long sentMs,
            long fromAccount,
            int toShard,
            int currency,
            long micros,
            boolean received) {}

    /** Position of the first frame to read. */
    long position();

    /** Nothing before that position is later, milliseconds since 1970; {@link Long#MIN_VALUE}: nothing is before it. */
    long timeMs();

    /** Hands over what was there when everything before that position had been applied. @throws IOException if it cannot be read, or is damaged */
    void state(State into) throws IOException;

    /** Key of the first charging data record behind that position, known after {@link #state}; null for the very first. */
    Charge.Key firstRecord();
}
