package io.ocs.server.reconcile;

import io.ocs.cdr.CdrReport;
import io.ocs.server.reconcile.Ledger.BucketKey;
import io.ocs.server.reconcile.Ledger.Flows;
import io.ocs.server.reconcile.Ledger.Holding;
import io.ocs.server.reconcile.Reconciliation.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/** Holds the journal against everything else that is given; {@link #result} says where they agree. */
public final class Reconciler {
    private final JournalFold journal;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Conservation is computed with the balances that the journal's last records state. */
    public Reconciler(JournalFold journal) {
        this(journal, journal.ledger().holdings());
    }

    /** Conservation is computed with what the server shows as available and reserved, which must be the journal's own. */
    public Reconciler(JournalFold journal, ServerView server) {
        this(journal, server.holdings());
        compareHoldings(server.holdings());
    }

    private Reconciler(JournalFold journal, SortedMap<BucketKey, Holding> holdings) {
        this.journal = journal;
        lines.add(sound("journal: octets, balances stated, charges", journal.problems()));
        journal.ledger().flows().forEach((asset, flows) -> conserve(asset, flows, holdings));
    }

    /** Records in one place outside, named {@code where}, against the charges in the journal. */
    public Reconciler withCdrs(String where, CdrFold cdrs) {
        lines.add(sound(where + ": every record can be read", cdrs.problems()));
        Tally money = new Tally();
        String first = null;
        TreeSet<Charge.Key> keys = new TreeSet<>(journal.charges().keySet());
        keys.addAll(cdrs.charges().keySet());
        for (Charge.Key key : keys) {
            Charge left = journal.charges().get(key);
            Charge right = cdrs.charges().get(key);
            if (first == null && !Objects.equals(left, right)) {
                first = difference(key, left, right, where);
            }
            money.add(
                    left == null ? right.currency() : left.currency(),
                    usageMicros(left),
                    usageMicros(right),
                    key::toString);
        }
        String count = Integer.toString(journal.charges().size());
        String outside = Integer.toString(cdrs.charges().size());
        lines.add(new Line("charges in the journal = " + where, count, outside, first));
        lines.addAll(money.lines("charged for usage = " + where));
        return this;
    }

    /** The files' own proofs: manifests with sums and hashes. */
    public Reconciler withManifests(CdrReport report) {
        lines.add(sound("CDR files: manifests, sums, hashes, chain", report.problems()));
        return this;
    }

    public Reconciler withClients(ClientFold clients) {
        lines.add(sound("client logs: every line, repeats told alike", clients.problems()));
        ToldAndCharged told = new ToldAndCharged(journal, clients);
        lines.addAll(told.lines());
        notes.add(told.note());
        return this;
    }

    public Reconciliation result() {
        return new Reconciliation(lines, notes);
    }

    private static Line sound(String what, List<String> problems) {
        int count = problems.size();
        return new Line(what, count + " wrong", "0 wrong", count == 0 ? null : problems.get(0));
    }

    private void conserve(String asset, Flows flows, SortedMap<BucketKey, Holding> holdings) {
        long balance = sum(holdings, asset, false);
        long reserved = sum(holdings, asset, true);
        long available = balance - reserved;
        long spent = flows.spent - flows.refunded;
        long right = available + reserved + spent + flows.expired + flows.forfeited + flows.takenBack;
        String difference = flows.credited == right
                ? null
                : "credited " + Assets.text(asset, flows.credited) + ", accounted for " + Assets.text(asset, right);
        lines.add(new Line(
                "credited = balance + reserved + spent, " + asset,
                Assets.text(asset, flows.credited),
                Assets.text(asset, right),
                difference));
        notes.add(asset + ": balance that is free " + Assets.text(asset, available) + ", reserved "
                + Assets.text(asset, reserved) + ", spent " + Assets.text(asset, spent) + ",\n    expired "
                + Assets.text(asset, flows.expired) + ", forfeited " + Assets.text(asset, flows.forfeited)
                + ", taken back " + Assets.text(asset, flows.takenBack) + "; spent is less refunds of "
                + Assets.text(asset, flows.refunded));
    }

    private static long sum(SortedMap<BucketKey, Holding> holdings, String asset, boolean reserved) {
        return holdings.values().stream()
                .filter(holding -> holding.asset().equals(asset))
                .mapToLong(holding -> reserved ? holding.reserved() : holding.balance())
                .sum();
    }

    private void compareHoldings(SortedMap<BucketKey, Holding> shown) {
        SortedMap<BucketKey, Holding> own = journal.ledger().holdings();
        Tally balance = new Tally();
        Tally reserved = new Tally();
        TreeSet<BucketKey> keys = new TreeSet<>(own.keySet());
        keys.addAll(shown.keySet());
        for (BucketKey key : keys) {
            Holding left = own.getOrDefault(key, Holding.NOTHING);
            Holding right = shown.getOrDefault(key, Holding.NOTHING);
            String asset = left.asset().isEmpty() ? right.asset() : left.asset();
            balance.add(asset, left.balance(), right.balance(), key::toString);
            reserved.add(asset, left.reserved(), right.reserved(), key::toString);
        }
        lines.addAll(balance.lines("balances by journal = by server"));
        lines.addAll(reserved.lines("reserved by journal = by server"));
    }

    private static String difference(Charge.Key key, Charge left, Charge right, String where) {
        if (left == null) {
            return key + " stands in " + where + ", but not in the journal: " + right;
        }
        return right == null
                ? key + " of the journal is missing in " + where + ": " + left
                : key + ": the journal has " + left + ", " + where + " " + right;
    }

    private static long usageMicros(Charge charge) {
        return charge != null && charge.isUsage() ? charge.micros() : 0;
    }
}
