package io.ocs.server.reconcile;

import io.ocs.server.reconcile.ClientFold.Told;
import io.ocs.server.reconcile.Reconciliation.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What network elements were told against what the journal charged. The end of a session is told the cost of the whole session, a debit and a
 * refund what they moved. A request without answer may have been charged or not: it is counted apart.
 */
final class ToldAndCharged {
    private static final int SUCCESS = 2001;

    private final Map<Requested.Key, Requested> charged;
    private final ClientFold clients;
    private final Map<String, Long> sessions = new HashMap<>();
    private final Tally sent = new Tally();
    private final Tally terminations = new Tally();
    private final Tally debits = new Tally();
    private final Tally refunds = new Tally();
    private final Tally used = new Tally();
    private long unanswered;
    private long unansweredCharged;
    private long supervised;

    ToldAndCharged(Map<Requested.Key, Requested> charged, ClientFold clients) {
        this.charged = charged;
        this.clients = clients;
        charged.forEach((key, request) -> sessions.merge(key.session(), request.micros(), Math::addExact));
        charged.forEach(this::compareSent);
        clients.requests().forEach(this::compare);
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>(sent.lines("charged = sent"));
        lines.addAll(terminations.lines("told at ends = charged in sessions"));
        lines.addAll(debits.lines("told for debits = charged"));
        lines.addAll(refunds.lines("told for refunds = given back"));
        lines.addAll(used.lines("reported = in the journal"));
        return lines;
    }

    String note() {
        return "Requests without answer: " + unanswered + ", of them in the journal: " + unansweredCharged
                + "; ends that nobody asked for (supervision, operator): " + supervised + ".";
    }

    private void compareSent(Requested.Key key, Requested request) {
        if (request.supervised()) {
            supervised++;
            return;
        }
        sent.add(
                "requests", 1, clients.requests().containsKey(key) ? 1 : 0, () -> key + " was charged, but never sent");
    }

    private void compare(Requested.Key key, Told told) {
        Requested request = charged.get(key);
        if (!told.answered()) {
            unanswered++;
            unansweredCharged += request == null ? 0 : 1;
            return;
        }
        switch (key.type()) {
            case "TERMINATION" ->
                compareCost(terminations, key, told, told.micros(), sessions.getOrDefault(key.session(), 0L));
            case "EVENT" -> compareEvent(key, told, request == null ? 0 : request.micros());
            default -> {
                // the cost is told at the end
            }
        }
        if (told.resultCode() == SUCCESS) {
            told.used().forEach((service, units) -> compareUsed(key, told, service, units));
        }
    }

    private void compareEvent(Requested.Key key, Told told, long micros) {
        switch (told.action()) {
            case "DIRECT_DEBITING" -> compareCost(debits, key, told, told.micros(), micros);
            // a refund may be told with either sign
            case "REFUND_ACCOUNT" -> compareCost(refunds, key, told, Math.abs(told.micros()), -micros);
            default -> compareNothing(key, told, micros);
        }
    }

    /** Enquiries are told a price, and charged nothing. */
    private void compareNothing(Requested.Key key, Told told, long micros) {
        if (micros != 0) {
            compareCost(debits, key, told, 0, micros);
        }
    }

    /** A cost that was told in another currency than it was charged in is two differences. */
    private void compareCost(Tally tally, Requested.Key key, Told told, long toldMicros, long chargedMicros) {
        Requested request = charged.get(key);
        Supplier<String> who = () -> key + " (" + told.where() + ")";
        String chargedIn = request == null ? told.currency() : request.currency();
        String toldIn = told.currency() == null ? chargedIn : told.currency();
        if (toldIn == null && chargedMicros == 0) {
            return; // refused: nothing told, nothing charged
        }
        if (toldIn == null || toldIn.equals(chargedIn)) {
            tally.add(toldIn == null ? "micros" : toldIn, toldMicros, chargedMicros, who);
        } else {
            tally.add(toldIn, toldMicros, 0, who);
            tally.add(chargedIn, 0, chargedMicros, who);
        }
    }

    private void compareUsed(Requested.Key key, Told told, String service, List<Long> units) {
        Requested request = charged.get(key);
        List<Long> journaled = request == null ? null : request.used(service);
        for (int kind = 0; kind < units.size(); kind++) {
            long left = Math.max(0, units.get(kind));
            long right = journaled == null ? 0 : Math.max(0, journaled.get(kind));
            if (left != 0 || right != 0) {
                used.add(
                        Assets.units(kind),
                        left,
                        right,
                        () -> key + ", service " + service + " (" + told.where() + ")");
            }
        }
    }
}
