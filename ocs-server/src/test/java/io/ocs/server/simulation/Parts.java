package io.ocs.server.simulation;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.journal.SegmentStorage;
import io.ocs.cdr.CdrSink;
import io.ocs.core.charging.AccountBalanceFunction;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.journal.Journal;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.state.AccountStore;
import io.ocs.core.time.Clock;

/** What a node is built of: the real parts, each behind its port, so that a planted bug can put itself in the way of one. */
interface Parts {

    /** Nothing in the way. */
    Parts REAL = new Parts() {};

    default SegmentStorage storage(SegmentStorage real) {
        return real;
    }

    /** What the shard commits to. */
    default Journal journal(Journal real) {
        return real;
    }

    /** What recovery reads at a restart. */
    default Journal replayed(Journal real) {
        return real;
    }

    /** What the projector reads. */
    default Journal projected(Journal real) {
        return real;
    }

    default AccountStore image(AccountStore real) {
        return real;
    }

    default AccountBalanceFunction balances() {
        return new BucketLedger();
    }

    default RatingFunction rating(RatingFunction real) {
        return real;
    }

    default CdrSink sink(CdrSink real) {
        return real;
    }

    default ChargingPort port(ChargingPort real) {
        return real;
    }

    default AccountAdministration administration(AccountAdministration real) {
        return real;
    }

    default Clock clock(Clock real) {
        return real;
    }
}
