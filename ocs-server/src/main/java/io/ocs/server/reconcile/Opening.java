package io.ocs.server.reconcile;

import io.ocs.server.reconcile.CreditControlBody.Part;
import java.io.IOException;
import java.util.List;

/** Where the journal of a shard begins to be read, and what was there at that moment. */
interface Opening {

    /** The very beginning: nothing is there. */
    Opening NOTHING = new Opening() {
        @Override
        public long position(int shard) {
            return 0;
        }

        @Override
        public Charge.Key firstRecord(int shard) {
            return null;
        }

        @Override
        public void state(int shard, State into) {
            // nothing
        }
    };

    /** Takes what was there, in any order. */
    interface State {
        /** A bucket with its balance; what is reserved of it comes with the services. */
        void bucket(long account, int bucket, int kind, int currency, long balance);

        /** What a service of an open session holds. */
        void service(long account, String session, String service, List<Part> reservations);

        void subscriber(long subscriber, long offerKey, String offerName);
    }

    /** Position of the first frame to read. */
    long position(int shard);

    /** Key of the first charging data record behind that position; null for the very first. */
    Charge.Key firstRecord(int shard);

    /** Hands over what was there when everything before that position had been applied. */
    void state(int shard, State into) throws IOException;
}
