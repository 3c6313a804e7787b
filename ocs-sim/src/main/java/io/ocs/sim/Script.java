package io.ocs.sim;

import java.util.Optional;

/**
 * One session, or row of events, as its network element plays it. Pure: the same seed and the same answers give the same
 * requests. Not safe for threads; used by one at a time.
 */
interface Script {
    /** What is sent first. */
    Step first();

    /**
     * What follows from an answer.
     *
     * @param ending the element shuts down: end the session with this request, if it is open
     * @return the next request, or nothing when this is over
     */
    Optional<Step> next(CreditControlAnswer answer, boolean ending);

    /**
     * @param request what to send, not yet stamped
     * @param delayMs how long the user goes on before that, in milliseconds
     */
    record Step(CreditControlRequest request, long delayMs) {}
}
