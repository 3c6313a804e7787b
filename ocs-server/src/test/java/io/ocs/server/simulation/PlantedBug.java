package io.ocs.server.simulation;

import io.ocs.balance.journal.SegmentStorage;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.charging.AccountBalanceFunction;
import io.ocs.core.charging.PricePosition;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TransferEntry;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Bugs that somebody could make, each in the way of one port of a sound node, and the invariant by which each must be caught. */
enum PlantedBug {
    FORGETS_TO_RELEASE(
            "the balance function does not release what the service holds", Invariant.CHARGED_RIGHT, () -> new Parts() {
                @Override
                public AccountBalanceFunction balances() {
                    return new Wrappers.Balances() {
                        @Override
                        public void release(ServiceEntry service) {
                            // forgotten
                        }
                    };
                }
            }),
    GRANTS_ONE_UNIT_MORE(
            "a grant is one unit larger than what is reserved for it", Invariant.NEVER_OVER, () -> new Parts() {
                @Override
                public AccountBalanceFunction balances() {
                    return new Wrappers.Balances() {
                        @Override
                        public long reserve(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
                            long granted = super.reserve(position, tariff, units, record);
                            return granted == 0 ? 0 : granted + 1;
                        }
                    };
                }
            }),
    DEBITS_ONE_UNIT_LESS("the last unit of a usage is not debited", Invariant.CONSERVATION, () -> new Parts() {
        @Override
        public AccountBalanceFunction balances() {
            return new Wrappers.Balances() {
                @Override
                public void debit(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
                    super.debit(position, tariff, units > 1 ? units - 1 : units, record);
                }
            };
        }
    }),
    POOL_WITHOUT_SLACK(
            "a service of a credit pool does not hold what its steps can cost beyond its units",
            Invariant.CHARGED_RIGHT,
            () -> new Parts() {
                @Override
                public AccountBalanceFunction balances() {
                    return new Wrappers.Balances() {
                        @Override
                        public boolean hold(long micros, ServiceRecord record) {
                            return true;
                        }
                    };
                }
            }),
    REFUNDS_TWICE("a refund is given twice", Invariant.CHARGED_RIGHT, () -> new Parts() {
        @Override
        public AccountBalanceFunction balances() {
            return new Wrappers.Balances() {
                @Override
                public void refund(long micros, ServiceRecord record) {
                    super.refund(2 * micros, record);
                }
            };
        }
    }),
    PRICE_ROUNDED_UP("one micro more than the price is charged", Invariant.CHARGED_RIGHT, () -> new Parts() {
        @Override
        public RatingFunction rating(RatingFunction real) {
            return new Wrappers.DearRating(real);
        }
    }),
    ACKNOWLEDGES_BEFORE_DURABLE(
            "the journal answers before it has written", Invariant.ACKNOWLEDGED_DURABLE, () -> new Parts() {
                @Override
                public SegmentStorage storage(SegmentStorage real) {
                    return new Wrappers.Storage(real) {
                        @Override
                        void force(SegmentStorage.File file) {
                            // the system will write it some time
                        }
                    };
                }
            }),
    FORCE_LIES_SOMETIMES("one force in twenty does nothing", Invariant.ACKNOWLEDGED_DURABLE, () -> new Parts() {
        @Override
        public SegmentStorage storage(SegmentStorage real) {
            return new Wrappers.Storage(real) {
                private int forces;

                @Override
                void force(SegmentStorage.File file) throws IOException {
                    if (++forces % 20 != 0) {
                        file.force();
                    }
                }
            };
        }
    }),
    REFUSES_WHAT_IS_DURABLE("a batch that is durable is answered \"not done\"", Invariant.NO_TRACE, () -> new Parts() {
        @Override
        public Journal journal(Journal real) {
            return new Wrappers.JournalOf(real) {
                private int commits;

                @Override
                public Commit commit(JournalBatch batch) {
                    Commit commit = real.commit(batch);
                    return ++commits % 150 == 0 && commit == Commit.DURABLE ? Commit.LOST : commit;
                }
            };
        }
    }),
    ANSWERS_WHAT_WAS_LOST("a batch that was lost is answered as done", Invariant.CONSERVATION, () -> new Parts() {
        @Override
        public Journal journal(Journal real) {
            return new Wrappers.JournalOf(real) {
                @Override
                public Commit commit(JournalBatch batch) {
                    Commit commit = real.commit(batch);
                    return commit == Commit.LOST ? Commit.DURABLE : commit;
                }
            };
        }
    }),
    HALF_OF_A_BATCH(
            "after a broken commit recovery sees only the first record of the last batch",
            Invariant.WHOLE_OR_ABSENT,
            () -> new Parts() {
                private boolean broken;

                @Override
                public Journal journal(Journal real) {
                    return new Wrappers.JournalOf(real) {
                        @Override
                        public Commit commit(JournalBatch batch) {
                            Commit commit = real.commit(batch);
                            broken |= commit == Commit.BROKEN && batch.recordCount() > 1;
                            return commit;
                        }
                    };
                }

                @Override
                public Journal replayed(Journal real) {
                    return new Wrappers.JournalOf(real) {
                        @Override
                        public JournalReader read(long position) {
                            return broken ? new Wrappers.HalfOfLastBatch(real, position) : real.read(position);
                        }
                    };
                }
            }),
    REPLAY_SKIPS_A_RECORD("recovery leaves out the record of every 20th command", Invariant.REPLAY, () -> new Parts() {
        @Override
        public Journal replayed(Journal real) {
            return new Wrappers.JournalOf(real) {
                @Override
                public JournalReader read(long position) {
                    return new Wrappers.Sieve(real.read(position)) {
                        private int count;

                        @Override
                        boolean passes(RecordType type, long at) {
                            return type != RecordType.COMMAND_DONE || ++count % 20 != 0;
                        }
                    };
                }
            };
        }
    }),
    FORGETS_OUTCOMES("outcomes of events and sessions are not found", Invariant.NEVER_TWICE, () -> new Parts() {
        @Override
        public AccountStore image(AccountStore real) {
            return new Wrappers.Store(real) {
                @Override
                public long find(Table table, long keyHigh, long keyLow) {
                    boolean hidden = table == Table.OUTCOME && (keyLow & 7) == 0;
                    return hidden ? NONE : super.find(table, keyHigh, keyLow);
                }
            };
        }
    }),
    REPEAT_TAKEN_FOR_NEW("a retransmission is taken for the next request", Invariant.NEVER_TWICE, () -> new Parts() {
        @Override
        public ChargingPort port(ChargingPort real) {
            return new Wrappers.Port(real) {
                @Override
                void change(CreditControlRequest request, Envelope envelope) {
                    if (request.retransmitted()) {
                        request.number(request.number() + 1_000_000);
                    }
                }
            };
        }
    }),
    KEYS_IGNORED("a top-up is given a key of its own each time", Invariant.IDEMPOTENT_COMMANDS, () -> new Parts() {
        @Override
        public AccountAdministration administration(AccountAdministration real) {
            return new Wrappers.Administration(real) {
                private int count;

                @Override
                public CompletableFuture<CommandResult> execute(String key, AccountCommand command) {
                    return super.execute(command instanceof AccountCommand.TopUp ? key + "#" + ++count : key, command);
                }
            };
        }
    }),
    TRANSFER_FORGOTTEN(
            "the receiver's shard does not know what it has received", Invariant.TRANSFERRED_ONCE, () -> new Parts() {
                @Override
                public AccountStore image(AccountStore real) {
                    return new Wrappers.Store(real) {
                        private final TransferEntry transfer = new TransferEntry();

                        private boolean isReceived(long address) {
                            return address != NONE && transfer.wrap(address).isReceived();
                        }

                        @Override
                        public long find(Table table, long keyHigh, long keyLow) {
                            long address = super.find(table, keyHigh, keyLow);
                            return table == Table.TRANSFER && isReceived(address) ? NONE : address;
                        }

                        @Override
                        public long create(Table table, long keyHigh, long keyLow) {
                            long there = super.find(table, keyHigh, keyLow);
                            return table == Table.TRANSFER && there != NONE
                                    ? there
                                    : super.create(table, keyHigh, keyLow);
                        }
                    };
                }
            }),
    WRONG_CONNECTION("an answer is sent to the other connection", Invariant.RIGHT_CONNECTION, () -> new Parts() {
        @Override
        public ChargingPort port(ChargingPort real) {
            return new Wrappers.Port(real) {
                private int count;

                @Override
                void change(CreditControlRequest request, Envelope envelope) {
                    envelope.connection = ++count % 100 == 0 ? 1 - envelope.connection : envelope.connection;
                }
            };
        }
    }),
    SUPERVISION_SLEEPS("supervision never looks at sessions", Invariant.NO_LEAK, () -> new Parts() {
        @Override
        public AccountStore image(AccountStore real) {
            return new Wrappers.Store(real) {
                @Override
                public long sweep(Table table, long cursor, long slots, Visitor visitor) {
                    return table == Table.SESSION ? cursor : super.sweep(table, cursor, slots, visitor);
                }
            };
        }
    }),
    RESERVATION_LEAKS("what an ended service held stays reserved", Invariant.RESERVED_SUM, () -> new Parts() {
        @Override
        public AccountStore image(AccountStore real) {
            return new Wrappers.Store(real) {
                private final AccountEntry account = new AccountEntry();
                private int deleted;

                @Override
                public void free(Table table, long address) {
                    super.free(table, address);
                    if (table == Table.SERVICE && ++deleted % 10 == 0) {
                        super.forEach(Table.ACCOUNT, first -> {
                            account.wrap(first);
                            int main = account.indexOf(AccountEntry.MAIN_BUCKET);
                            account.reserved(main, account.reserved(main) + 1);
                            return false;
                        });
                    }
                }
            };
        }
    }),
    RECORD_SKIPPED("the sink loses a record", Invariant.CDR_EQUAL, () -> new Parts() {
        @Override
        public CdrSink sink(CdrSink real) {
            return new Wrappers.Sink(real) {
                @Override
                public void append(ChargingDataRecord cdr) {
                    if (cdr.recordNumber() % 90 != 0) {
                        super.append(cdr);
                    }
                }
            };
        }
    }),
    RECORD_DOUBLED("the sink takes a record twice", Invariant.CDR_EQUAL, () -> new Parts() {
        @Override
        public CdrSink sink(CdrSink real) {
            return new Wrappers.Sink(real) {
                @Override
                public void append(ChargingDataRecord cdr) {
                    super.append(cdr);
                    if (cdr.recordNumber() % 90 == 0) {
                        super.append(cdr);
                    }
                }
            };
        }
    }),
    NUMBER_LEFT_OUT("a record number is left out", Invariant.CDR_DENSE, () -> new Parts() {
        @Override
        public AccountStore image(AccountStore real) {
            return new Wrappers.NumberSkippingStore(real);
        }
    }),
    DAMAGE_OVERLOOKED("recovery does not look at what it reads", Invariant.DAMAGE_STOPS, () -> new Parts() {
        @Override
        public SegmentStorage storage(SegmentStorage real) {
            return new Wrappers.UndamagedStorage(real);
        }
    }),
    DECISION_THROWS("a decision fails for lack of a bucket", Invariant.SOUND, () -> new Parts() {
        @Override
        public AccountBalanceFunction balances() {
            return new Wrappers.Balances() {
                @Override
                public void begin(AccountEntry account, long nowMs) {
                    if (account.bucketCount() > 3) {
                        throw new IllegalStateException("more than three buckets");
                    }
                    super.begin(account, nowMs);
                }
            };
        }
    });

    final String meaning;
    final Invariant invariant;

    @SuppressWarnings("ImmutableEnumChecker") // makes new parts each time, and keeps none
    private final Supplier<Parts> parts;

    PlantedBug(String meaning, Invariant invariant, Supplier<Parts> parts) {
        this.meaning = meaning;
        this.invariant = invariant;
        this.parts = parts;
    }

    /** The parts of one node with this bug in it. */
    Parts parts() {
        return parts.get();
    }
}
