package io.ocs.core.charging;

import io.ocs.core.Octets;
import io.ocs.core.journal.TransferRecord;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import io.ocs.core.state.TransferEntry;

/** Applies the steps of money on its way between shards. The money itself moves by the balance record before each step. */
final class TransferMachine {

    private final TransferEntry entry = new TransferEntry();
    private final AccountEntry account = new AccountEntry();
    private final Octets from = new Octets(255);
    private final Octets to = new Octets(255);
    private final Octets key = new Octets(255);

    void apply(State state, TransferRecord record) {
        switch (record.step()) {
            case SENT -> send(state, record);
            case RECEIVED -> create(state, record, receivedHigh(record), true);
            case SETTLED, RETURNED -> end(state, record);
            case FORGOTTEN -> state.delete(Table.TRANSFER, receivedHigh(record), record.idLow());
        }
    }

    private static long receivedHigh(TransferRecord record) {
        return TransferEntry.receivedHigh(record.idHigh(), record.fromAccountId());
    }

    private void send(State state, TransferRecord record) {
        create(state, record, record.idHigh(), false);
        record.from(from);
        record.to(to);
        record.reference(key);
        entry.texts(record.fromType(), from, record.toType(), to, key);
        count(state, record.fromAccountId(), 1);
    }

    private void create(State state, TransferRecord record, long keyHigh, boolean received) {
        entry.wrap(state.create(Table.TRANSFER, keyHigh, record.idLow()));
        entry.id(record.idHigh(), received);
        entry.money(record.micros(), record.currency(), record.fromAccountId(), record.fromSubscriberId());
        entry.target(record.toShard(), record.contentHash(), record.sentMs());
    }

    private void end(State state, TransferRecord record) {
        state.delete(Table.TRANSFER, record.idHigh(), record.idLow());
        count(state, record.fromAccountId(), -1);
    }

    private void count(State state, long accountId, int change) {
        account.wrap(state.change(Table.ACCOUNT, accountId, 0));
        account.transfersOpen(account.transfersOpen() + change);
    }
}
