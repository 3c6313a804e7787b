package io.ocs.core.shard;

import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;

/**
 * One event loop's door to the shards. All methods belong to that event loop's thread, except that the wake-up given to {@link #onAnswers} is
 * called by shards.
 *
 * <p>Use: decode into {@link #request()}, {@link #submit}, once per read {@link #flush}; when woken up, {@link #drain}.
 */
public interface ChargingPort {

    /** Receives answers in the order of each shard. */
    @FunctionalInterface
    interface AnswerHandler {
        /** The exchange is valid during the call only. */
        void onAnswer(CreditControlExchange exchange);
    }

    /** A spare request to decode into; cleared. The next {@link #submit} takes it away. */
    CreditControlRequest request();

    /**
     * Hands {@link #request()} to the shard that owns it.
     *
     * @param envelope copied; where the answer has to go
     * @return false if that shard has too much waiting for a request of this type: to be answered 3004 at once (initial and event requests above
     *     60 % of the ring, updates above 85 %, terminations only when it is full)
     */
    boolean submit(CreditControlExchange.Envelope envelope);

    /** Shows what was submitted to the shards and wakes them. */
    void flush();

    /**
     * Gives the waiting answers to the handler.
     *
     * @return how many
     */
    int drain(AnswerHandler handler);

    /** Called by a shard, on its own thread, when answers wait; must be quick and thread-safe: it schedules {@link #drain} on the event loop. */
    void onAnswers(Runnable wakeUp);

    /** How full the fullest ring of this port is, in percent, 0 to 100: above 60 new sessions are refused. */
    int fullnessPercent();
}
