package io.ocs.sim;

import java.util.SplittableRandom;

/** What sets one kind of session apart for {@link SessionScript}. */
interface SessionProfile {
    /** What a request asks for. */
    ServiceUnits quota();

    /** How much was granted, of the kind that {@link #quota} asks for; 0 if it is of another kind. */
    long amount(ServiceUnits granted);

    /** How this element reports an amount of usage. */
    ServiceUnits report(long amount, SplittableRandom random);

    /** Whether a session refused at the start is ended with a termination all the same. */
    boolean terminatesRefused();

    /** How many of a thousand sessions end before anything is used. */
    int unansweredPerMille();

    /** Octets, as Open5GS asks for and reports them. */
    final class Data implements SessionProfile {
        private static final long QUOTA_OCTETS = 1_000_000;

        @Override
        public ServiceUnits quota() {
            return ServiceUnits.octets(QUOTA_OCTETS);
        }

        @Override
        public long amount(ServiceUnits granted) {
            return granted.hasOctets() ? granted.allOctets() : 0;
        }

        @Override
        public ServiceUnits report(long amount, SplittableRandom random) {
            long output = amount == 0 ? 0 : random.nextLong(amount + 1);
            return ServiceUnits.traffic(random.nextLong(1, 60), amount - output, output);
        }

        @Override
        public boolean terminatesRefused() {
            return false;
        }

        @Override
        public int unansweredPerMille() {
            return 0;
        }
    }

    /** Seconds of a call, as Kamailio asks for and reports them. */
    final class Voice implements SessionProfile {
        private static final long QUOTA_SECONDS = 60;
        private static final int UNANSWERED_PER_MILLE = 100;

        @Override
        public ServiceUnits quota() {
            return ServiceUnits.seconds(QUOTA_SECONDS);
        }

        @Override
        public long amount(ServiceUnits granted) {
            return Math.max(0, granted.seconds());
        }

        @Override
        public ServiceUnits report(long amount, SplittableRandom random) {
            return ServiceUnits.seconds(amount);
        }

        @Override
        public boolean terminatesRefused() {
            return true;
        }

        @Override
        public int unansweredPerMille() {
            return UNANSWERED_PER_MILLE;
        }
    }
}
