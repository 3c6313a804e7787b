package io.ocs.server.simulation;

import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.Transfer;
import io.ocs.core.command.CommandKey;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.journal.TransferRecord.Step;
import io.ocs.server.simulation.Books.Account;
import io.ocs.server.simulation.Books.Bucket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Money that is on its way from shard to shard, as the model has it. What the journals say has happened is believed only if it may happen: what was sent was
 * ordered and can be paid; it comes once, to who was named; it comes back only if nobody can have it.
 */
final class ModelTransfers {

    /** A step that a journal tells of. */
    record Event(Step step, int shard, long idHigh, long idLow, long micros) {}

    private record Id(long high, long low) {}

    /** Money on its way. */
    private static final class Way {
        final String key;
        final Transfer command;
        final Account from;
        final int toShard;
        boolean received;

        Way(String key, Transfer command, Account from, int toShard) {
            this.key = key;
            this.command = command;
            this.from = from;
            this.toShard = toShard;
        }
    }

    private final Books books;
    private final ModelCommands commands;
    private final Map<Id, Way> ways = new LinkedHashMap<>();
    /** What became of transfers in this step, by key. */
    private final Map<String, Status> ended = new HashMap<>();

    ModelTransfers(Books books, ModelCommands commands) {
        this.books = books;
        this.commands = commands;
    }

    /** How many are on their way. */
    int underWay() {
        return ways.size();
    }

    /** Those whose money is the receiver's, but of which the sender's shard does not know. */
    long receivedUnsettled() {
        return ways.values().stream().filter(way -> way.received).count();
    }

    /** Whether the accounts of a transfer lie in two shards, so that journals tell what becomes of it. */
    boolean goesAway(AccountCommand command) {
        if (!(command instanceof Transfer transfer)) {
            return false;
        }
        Books.Subscriber from = books.directory.get(transfer.from());
        Books.Subscriber to = books.directory.get(transfer.to());
        return from != null && to != null && from.account.shard != to.account.shard;
    }

    boolean isFrom(Account account) {
        return ways.values().stream().anyMatch(way -> way.from == account);
    }

    /** What a command that was given in this step must be answered; null if no money went on its way for it. */
    Status answer(String key) {
        return ways.values().stream().anyMatch(way -> way.key.equals(key)) ? Status.UNDER_WAY : ended.get(key);
    }

    /** Takes what the journals have told since the last time, of what was ordered. */
    void take(List<Event> events, List<Ordered> ordered) {
        ended.clear();
        List<Event> inOrder = new ArrayList<>(events);
        inOrder.sort(Comparator.comparing(Event::step));
        inOrder.forEach(event -> take(event, ordered));
    }

    private void take(Event event, List<Ordered> ordered) {
        Id id = new Id(event.idHigh, event.idLow);
        switch (event.step) {
            case SENT -> send(id, event, ordered);
            case RECEIVED -> receive(known(id, event), event);
            case SETTLED -> {
                Way way = known(id, event);
                check(way.received, event, "is settled, but was not received");
                end(id, way, Status.DONE);
            }
            case RETURNED -> giveBack(id, known(id, event), event);
            case FORGOTTEN -> check(!ways.containsKey(id), event, "is forgotten before it is settled");
        }
    }

    private void send(Id id, Event event, List<Ordered> ordered) {
        check(!ways.containsKey(id), event, "is sent twice");
        Ordered one = ordered.stream()
                .filter(given -> given.command() instanceof Transfer)
                .filter(given -> isOf(id, CommandKey.of(given.key(), given.command())))
                .findFirst()
                .orElse(null);
        check(one != null, event, "was never ordered");
        Transfer command = (Transfer) one.command();
        Status status = commands.decide(one.key(), command);
        check(status == Status.UNDER_WAY, event, "should be " + status);
        Account from = books.directory.get(command.from()).account;
        check(from.shard == event.shard && command.amount().micros() == event.micros, event, "is another");
        move(from, -event.micros);
        ways.put(id, new Way(one.key(), command, from, books.directory.get(command.to()).account.shard));
    }

    private static boolean isOf(Id id, CommandKey key) {
        return key.high() == id.high && key.low() == id.low;
    }

    private void receive(Way way, Event event) {
        check(!way.received, event, "is received twice");
        Status refusal = commands.refusalOf(way.command, way.from);
        check(refusal == null, event, "should be refused with " + refusal);
        Account to = books.directory.get(way.command.to()).account;
        check(to.shard == event.shard && to.shard == way.toShard, event, "has come to another shard");
        move(to, event.micros);
        way.received = true;
    }

    private void giveBack(Id id, Way way, Event event) {
        check(!way.received, event, "was received, and comes back");
        Books.Subscriber to = books.directory.get(way.command.to());
        Status refusal = commands.refusalOf(way.command, way.from);
        boolean elsewhere = to != null && to.account.shard != way.toShard; // since it was sent
        check(refusal != null || elsewhere, event, "comes back without a reason");
        move(way.from, event.micros);
        end(id, way, elsewhere ? Status.UNKNOWN_SUBSCRIBER : refusal);
    }

    private void end(Id id, Way way, Status status) {
        ways.remove(id);
        ended.put(way.key, status);
        commands.remember(way.key, way.command, status);
    }

    private Way known(Id id, Event event) {
        Way way = ways.get(id);
        check(way != null && way.command.amount().micros() == event.micros, event, "is not on its way");
        return way;
    }

    private void move(Account account, long micros) {
        Bucket main = account.main();
        main.balance += micros;
        main.credited += Math.max(0, micros);
        books.flows(account, main).moved += micros;
        books.records[account.shard]++;
    }

    private static void check(boolean right, Event event, String what) {
        if (!right) {
            throw new Violation(Invariant.TRANSFERRED_ONCE, event + " " + what);
        }
    }
}
