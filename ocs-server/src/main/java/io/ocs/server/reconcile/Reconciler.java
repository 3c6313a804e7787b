package io.ocs.server.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.cdr.CdrReport;
import io.ocs.server.reconcile.Hours.Slot;
import io.ocs.server.reconcile.Ledger.BucketKey;
import io.ocs.server.reconcile.Ledger.Flows;
import io.ocs.server.reconcile.Ledger.Holding;
import io.ocs.server.reconcile.Reconciliation.HourLine;
import io.ocs.server.reconcile.Reconciliation.Line;
import io.ocs.server.reconcile.SegmentScan.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Reads the journals of a data folder once and holds them against everything else that is given: each {@code with…} adds a place, {@link #run}
 * compares. Memory is needed for accounts, subscribers, open sessions and hours; client logs alone are kept record by record.
 */
public final class Reconciler {
    private final Path dataFolder;
    private final List<CdrComparison> comparisons = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Problems problems = new Problems();
    private final Hours hours = new Hours();
    private Map<Integer, Long> committed = Map.of();
    private boolean stoppedUncleanly;
    private boolean complete;
    private LongConsumer progress = octets -> {};
    private ServerView server;
    private ClientFold clients;
    private CdrReport manifests;

    public Reconciler(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    /** About how many octets of journals there are to read: for progress. */
    public static long journalOctets(Path dataFolder) throws IOException {
        long octets = 0;
        for (Path journal : Segments.journals(dataFolder)) {
            for (Segments.Segment segment : Segments.in(journal, new Problems())) {
                octets += Files.size(segment.file());
            }
        }
        return octets;
    }

    /** Reads no further than these positions, by shard: a server goes on writing behind them. What stands outside beyond them is left alone. */
    public Reconciler upTo(Map<Integer, Long> positions) {
        committed = Map.copyOf(positions);
        return this;
    }

    /** The server was killed: a torn tail of the journal is cut by its next start, and is no difference. */
    public Reconciler afterUncleanStop() {
        stoppedUncleanly = true;
        return this;
    }

    /** Everything must be outside: a place that says it has not come that far is a difference, not a note. */
    public Reconciler complete() {
        complete = true;
        return this;
    }

    /** Called with the octets of the journals read so far. */
    public Reconciler onProgress(LongConsumer consumer) {
        progress = consumer;
        return this;
    }

    /** Charging data records of one place. */
    public Reconciler withCdrs(CdrSource source) {
        comparisons.add(new CdrComparison(source));
        return this;
    }

    /** The files' own proofs: manifests with sums and hashes. */
    public Reconciler withManifests(CdrReport report) {
        manifests = report;
        return this;
    }

    /** Conservation is computed with what the server shows as available and reserved, which must be the journal's own. */
    public Reconciler withServer(ServerView view) {
        server = view;
        return this;
    }

    public Reconciler withClients(ClientFold fold) {
        clients = fold;
        return this;
    }

    /**
     * Compares.
     *
     * @throws IOException if something cannot be read; what is wrong inside is a difference
     */
    public Reconciliation run() throws IOException {
        List<JournalFold.Listener> listeners = new ArrayList<>(comparisons);
        listeners.add(new JournalFold.Listener() {
            @Override
            public void charge(Place place, Charge.Key key, Charge charge, String offer) {
                hours.add(charge, offer);
            }
        });
        RequestLog requests = new RequestLog(problems);
        if (clients != null) {
            listeners.add(requests);
        }
        JournalFold journal = fold(listeners);
        lines.add(problems.line("journal: octets, balances stated, charges"));
        Map<BucketKey, Holding> holdings = server == null ? journal.ledger().holdings() : server.holdings();
        journal.ledger().flows().forEach((asset, flows) -> conserve(asset, flows, holdings));
        compareTransfers(journal);
        if (server != null) {
            compareHoldings(journal.ledger().holdings());
        }
        comparisons.forEach(this::addLines);
        if (manifests != null) {
            Problems wrong = new Problems();
            wrong.addAll(manifests.problems());
            lines.add(wrong.line("CDR files: manifests, sums, hashes, chain"));
        }
        if (clients != null) {
            lines.add(clients.problems().line("client logs: every line, repeats told alike"));
            ToldAndCharged told = new ToldAndCharged(requests.requests(), clients);
            lines.addAll(told.lines());
            notes.add(told.note());
        }
        return new Reconciliation(
                lines,
                hourLines(),
                comparisons.stream().map(CdrComparison::name).toList(),
                notes);
    }

    private JournalFold fold(List<JournalFold.Listener> listeners) throws IOException {
        JournalFold fold = new JournalFold(problems, listeners);
        try {
            long before = 0;
            for (Path journal : Segments.journals(dataFolder)) {
                before += fold(fold, journal, before);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            for (CdrComparison comparison : comparisons) {
                comparison.close();
            }
        }
        return fold;
    }

    /** @return octets read */
    private long fold(JournalFold fold, Path journal, long octetsBefore) throws IOException {
        int shard = Segments.shardOf(journal);
        Opening opening = SnapshotOpening.of(journal, problems);
        long from = opening.position();
        if (from > committed.getOrDefault(shard, SegmentScan.END)) {
            throw new JournalReleasedException(journal + " before position " + from);
        }
        fold.transfers().reads(shard, opening.timeMs());
        opening.state(fold);
        if (from > 0) {
            notes.add("Shard " + shard + ": begins with the snapshot at journal position " + from
                    + ", as the journal before it was released.");
        }
        for (CdrComparison comparison : comparisons) {
            comparison.begin(shard, opening.firstRecord(), Segments.mayHaveLostBefore(journal, restoredEpoch()));
        }
        SegmentScan scan = new SegmentScan(journal, problems)
                .onProgress(position -> progress.accept(octetsBefore + position - from));
        if (stoppedUncleanly) {
            scan.allowTornTail();
        }
        scan.run(from, committed.getOrDefault(shard, SegmentScan.END), (type, place, body) -> {
            fold.record(type, place, body);
            return true;
        });
        if (committed.containsKey(shard)) {
            fold.transfers().readUntil(shard, Math.max(scan.timeMs(), opening.timeMs()));
        }
        if (scan.isTorn()) {
            notes.add("Shard " + shard + ": a batch was begun at position " + scan.position()
                    + " when the server was killed; nothing of it was answered, the next start cuts it.");
        }
        for (CdrComparison comparison : comparisons) {
            comparison.end(scan.epoch(), !committed.containsKey(shard));
        }
        return scan.position() - from;
    }

    /** By what a restore leaves in the folder; 0: nothing was restored there. */
    private int restoredEpoch() throws IOException {
        Path restored = dataFolder.resolve("restored.json");
        return Files.exists(restored)
                ? new ObjectMapper()
                        .readTree(Files.readString(restored))
                        .path("epoch")
                        .asInt()
                : 0;
    }

    private void addLines(CdrComparison comparison) {
        lines.addAll(comparison.lines());
        if (comparison.removed() > 0) {
            notes.add(comparison.name() + ": " + comparison.removed()
                    + " charges are older than the oldest file, by retention, and were not compared.");
        }
        if (comparison.lost() > 0) {
            notes.add(comparison.name() + ": " + comparison.lost()
                    + " records are of an earlier epoch and behind its end, from " + comparison.firstLost()
                    + " on: a backup was restored, or a tail lost, after they were charged; not compared.");
        }
        if (comparison.pending() > 0) {
            String behind = comparison.name() + ": " + comparison.pending() + " charges are not delivered yet, from "
                    + comparison.firstPending() + " on";
            if (complete) {
                lines.add(new Line(
                        "charges on their way to " + comparison.name(),
                        Long.toString(comparison.pending()),
                        "0",
                        behind));
            } else {
                notes.add(behind + ".");
            }
        }
    }

    private List<HourLine> hourLines() {
        List<Hours> places = new ArrayList<>(List.of(hours));
        comparisons.forEach(comparison -> places.add(comparison.hours()));
        return Hours.slots(places).stream().map(this::hourLine).toList();
    }

    private HourLine hourLine(Slot slot) {
        long own = hours.sum(slot);
        List<String> sums = new ArrayList<>(List.of(Assets.text(slot.asset(), own)));
        boolean equal = true;
        for (CdrComparison comparison : comparisons) {
            long there = comparison.hours().sum(slot);
            sums.add(Assets.text(slot.asset(), there));
            equal &= there + comparison.leftOut().sum(slot) == own;
        }
        return new HourLine(slot.hourText(), slot.offer(), slot.movement(), slot.asset(), sums, equal);
    }

    private void conserve(String asset, Flows flows, Map<BucketKey, Holding> holdings) {
        long balance = sum(holdings, asset, false);
        long reserved = sum(holdings, asset, true);
        long available = balance - reserved;
        long spent = flows.spent - flows.refunded;
        long left = flows.opening + flows.credited;
        long right =
                available + reserved + spent + flows.expired + flows.forfeited + flows.takenBack + flows.onTheWay();
        String difference = left == right
                ? null
                : "credited " + Assets.text(asset, left) + ", accounted for " + Assets.text(asset, right);
        lines.add(new Line(
                "credited = balance + reserved + spent, " + asset,
                Assets.text(asset, left),
                Assets.text(asset, right),
                difference));
        notes.add(asset + ": balance that is free " + Assets.text(asset, available) + ", reserved "
                + Assets.text(asset, reserved) + ", spent " + Assets.text(asset, spent) + ",\n    expired "
                + Assets.text(asset, flows.expired) + ", forfeited " + Assets.text(asset, flows.forfeited)
                + ", taken back " + Assets.text(asset, flows.takenBack)
                + (flows.onTheWay() == 0
                        ? ""
                        : ", on its way from account to account " + Assets.text(asset, flows.onTheWay()))
                + "; spent is less refunds of "
                + Assets.text(asset, flows.refunded)
                + (flows.opening == 0
                        ? ""
                        : ";\n    credited includes " + Assets.text(asset, flows.opening) + " of the snapshot"));
    }

    private static long sum(Map<BucketKey, Holding> holdings, String asset, boolean reserved) {
        return holdings.values().stream()
                .filter(holding -> holding.asset().equals(asset))
                .mapToLong(holding -> reserved ? holding.reserved() : holding.balance())
                .sum();
    }

    /** Money between accounts, by what balances say and by the steps of transfers. */
    private void compareTransfers(JournalFold journal) {
        Map<String, Long> steps = journal.transfers().onTheWay();
        Tally onTheWay = new Tally();
        journal.ledger().flows().forEach((asset, flows) -> {
            if (flows.sent != 0 || flows.received != 0) {
                onTheWay.add(asset, flows.onTheWay(), steps.getOrDefault(asset, 0L), () -> "transfers of " + asset);
            }
        });
        lines.addAll(onTheWay.lines("on its way by balances = by transfers"));
        if (journal.transfers().isUsed()) {
            lines.add(journal.transfers().line("transfers: each received or given back once"));
        }
    }

    private void compareHoldings(Map<BucketKey, Holding> own) {
        Map<BucketKey, Holding> shown = server.holdings();
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
}
