package io.ocs.server.simulation;

/** What must hold after every step. */
enum Invariant {
    /** credited = balance (available + reserved) + spent + expired + forfeited − refunded, per currency and unit. */
    CONSERVATION("credited = available + reserved + spent + expired + refunded"),
    /** What was answered is there after a stop of any kind. */
    ACKNOWLEDGED_DURABLE("what was answered survives"),
    /** What was not answered is there as a whole, or not at all. */
    WHOLE_OR_ABSENT("what was not answered is whole or absent"),
    /** A request answered with "not done" has changed nothing, now and after a restart. */
    NO_TRACE("what was refused leaves no trace"),
    /** A repeat gets the same octets and changes nothing. */
    NEVER_TWICE("a repeat changes nothing and is answered alike"),
    /** A repeated command has the same result and changes nothing. */
    IDEMPOTENT_COMMANDS("a repeated command changes nothing and has the same result"),
    /** Money that leaves an account for another comes to it once, or comes back once. */
    TRANSFERRED_ONCE("what is transferred comes once, or comes back"),
    /** Grants are covered by what the buckets can pay for. */
    NEVER_OVER("no grant beyond what the buckets can pay for"),
    /** What is reserved of a bucket is the sum of the parts of its open services. */
    RESERVED_SUM("reserved = sum of the open services' parts"),
    /** Sessions and services end, and nothing stays of them. */
    NO_LEAK("silent sessions end, and nothing of an ended one stays"),
    /** Answers and charges are what the model computes. */
    CHARGED_RIGHT("answer, price and balance are what the model computes"),
    /** An answer goes to the connection that asked. */
    RIGHT_CONNECTION("an answer goes where its request came from"),
    /** Record numbers in the journal are dense and never used twice. */
    CDR_DENSE("record numbers are dense per shard"),
    /** The sinks hold what the journal holds, once. */
    CDR_EQUAL("Σ journal = Σ CDR, no gap, no duplicate"),
    /** An image built from the journal is the live one. */
    REPLAY("replay gives the same state"),
    /** A damaged journal is not started on. */
    DAMAGE_STOPS("damage before the tail stops the start"),
    /** Nothing breaks within. */
    SOUND("no broken invariant inside");

    final String meaning;

    Invariant(String meaning) {
        this.meaning = meaning;
    }
}
