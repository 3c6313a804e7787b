package io.ocs.core.charging;

/** How a decision ended, for the shard. */
public enum Outcome {
    /** Answered; nothing changes: a refusal, a repeat, an enquiry. */
    UNCHANGED,
    /** Answered; the batch has its record, the state has it applied. */
    CHANGED,
    /** Answered with a refusal after half of the work was done: the batch and the state must be rolled back to before it. */
    ABANDONED
}
