package io.ocs.server.simulation;

import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.AbortSession;
import io.ocs.core.command.AccountCommand.AddIdentity;
import io.ocs.core.command.AccountCommand.Adjust;
import io.ocs.core.command.AccountCommand.ChangeOffer;
import io.ocs.core.command.AccountCommand.ChangeState;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.command.AccountCommand.RemoveIdentity;
import io.ocs.core.command.AccountCommand.RemoveSubscriber;
import io.ocs.core.command.AccountCommand.TopUp;
import io.ocs.core.command.AccountCommand.Transfer;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.LifeCycle;
import io.ocs.server.simulation.Books.Account;
import io.ocs.server.simulation.Books.Bucket;
import io.ocs.server.simulation.Books.Session;
import io.ocs.server.simulation.Books.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What the model says to a command of provisioning or care, and what that does to the books. */
final class ModelCommands {

    private static final int BUCKETS_MAX = 8;

    private final Books books;
    private ModelTransfers transfers;
    private final ToIntFunction<CreateSubscriber> home;
    private final Map<String, String> done = new HashMap<>();
    private final Visitor visitor = new Visitor();
    /** Of the last command: whether its key was known. */
    boolean repeated;

    /** @param home the shard where a new account comes to be */
    ModelCommands(Books books, ToIntFunction<CreateSubscriber> home) {
        this.books = books;
        this.home = home;
    }

    /** Who knows what is on its way. */
    void transfers(ModelTransfers of) {
        transfers = of;
    }

    /** A transfer between shards has ended in this way. */
    void remember(String key, AccountCommand command, Status status) {
        if (status == Status.DONE) {
            done.put(key, command.toString());
        }
    }

    /** Why the receiver of a transfer cannot have the money; null if it can. */
    Status refusalOf(Transfer command, Account from) {
        Subscriber to = books.directory.get(command.to());
        if (to == null) {
            return Status.UNKNOWN_SUBSCRIBER;
        }
        if (to.account == from) {
            return Status.SAME_ACCOUNT;
        }
        if (!to.account.currency.equals(from.currency)) {
            return Status.CURRENCY_MISMATCH;
        }
        return to.state == LifeCycle.TERMINATED ? Status.WRONG_STATE : null;
    }

    static long key(String allowance) {
        return RatingFunction.offerKey(allowance);
    }

    /** Carries the command out, or not, and tells its status. Keys are remembered for good: nobody repeats one after a day. */
    Status decide(String key, AccountCommand command) {
        String content = done.get(key);
        repeated = content != null;
        if (repeated) {
            return content.equals(command.toString()) ? Status.DONE : Status.KEY_REUSED;
        }
        Status status = command.accept(visitor);
        if (status == Status.DONE) {
            done.put(key, command.toString());
        }
        return status;
    }

    private final class Visitor implements AccountCommand.Visitor<Status> {

        private Subscriber find(SubscriptionId id) {
            return books.directory.get(id);
        }

        @Override
        public Status on(CreateSubscriber command) {
            if (command.identities().stream().anyMatch(id -> find(id) != null)) {
                return Status.IDENTITY_TAKEN;
            }
            Subscriber member = command.memberOf() == null ? null : find(command.memberOf());
            if (command.memberOf() != null && member == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            PriceList.Offer offer = books.prices().offers.get(command.offer().name());
            String currency = member == null ? offer.currency() : member.account.currency;
            boolean foreign = command.balance() != null
                    && !command.balance().currency().getCurrencyCode().equals(currency);
            if (!offer.currency().equals(currency) || foreign) {
                return Status.CURRENCY_MISMATCH;
            }
            int buckets = command.buckets().size()
                    + (command.withAllowances() ? command.offer().allowances().size() : 0);
            if ((member == null ? 1 : lasting(member.account)) + buckets > BUCKETS_MAX) {
                return Status.NO_ROOM;
            }
            Account account = member == null
                    ? new Account(home.applyAsInt(command), currency, offer.limitMicros())
                    : member.account;
            Subscriber subscriber = new Subscriber(account, offer.name());
            subscriber.identities.addAll(command.identities());
            subscriber.state = command.state();
            command.identities().forEach(id -> books.directory.put(id, subscriber));
            account.members++;
            removeExpired(account);
            if (command.balance() != null) {
                credit(account, account.main(), command.balance().micros());
            }
            command.buckets().forEach(bucket -> credit(account, bucket));
            if (command.withAllowances() && member == null) {
                command.offer().allowances().forEach(bucket -> credit(account, bucket));
            }
            return Status.DONE;
        }

        private long nowMs(Account account) {
            return books.nowMs[account.shard];
        }

        private boolean isOver(Account account, Bucket bucket) {
            return !bucket.isMain() && bucket.expiresMs <= nowMs(account) && bucket.reserved == 0;
        }

        private int lasting(Account account) {
            return (int) account.buckets.stream()
                    .filter(bucket -> !isOver(account, bucket))
                    .count();
        }

        private void removeExpired(Account account) {
            List<Bucket> over = account.buckets.stream()
                    .filter(bucket -> isOver(account, bucket))
                    .toList();
            for (Bucket bucket : over) {
                books.flows(account, bucket).expired += bucket.balance;
                books.records[account.shard]++;
                account.buckets.remove(bucket);
            }
        }

        private void credit(Account account, Bucket bucket, long amount) {
            if (amount != 0) {
                bucket.balance += amount;
                bucket.credited += amount;
                books.flows(account, bucket).credited += amount;
                books.records[account.shard]++;
            }
        }

        private void credit(Account account, OpeningBucket opening) {
            Bucket bucket = account.like(opening.kind(), opening.priority(), opening.expiresMs(), opening.allowance());
            credit(account, bucket, opening.amount());
        }

        @Override
        public Status on(TopUp command) {
            Subscriber subscriber = find(command.subscriber());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            Account account = subscriber.account;
            if (!command.amount().currency().getCurrencyCode().equals(account.currency)) {
                return Status.CURRENCY_MISMATCH;
            }
            if (command.amount().micros() <= 0) {
                return Status.BAD_AMOUNT;
            }
            credit(account, account.main(), command.amount().micros());
            return Status.DONE;
        }

        @Override
        public Status on(Adjust command) {
            Subscriber subscriber = find(command.subscriber());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            Account account = subscriber.account;
            if (!command.amount().currency().getCurrencyCode().equals(account.currency)) {
                return Status.CURRENCY_MISMATCH;
            }
            Bucket main = account.main();
            long micros = command.amount().micros();
            long available = Math.max(0, main.balance - main.reserved + account.limitMicros);
            if (micros == 0 || -micros > available) {
                return Status.BAD_AMOUNT;
            }
            if (micros > 0) {
                credit(account, main, micros);
            } else {
                main.balance += micros;
                books.flows(account, main).credited += micros;
                books.records[account.shard]++;
            }
            return Status.DONE;
        }

        /** Within a shard the money moves; between two, {@link Status#UNDER_WAY} stands for what the journals will tell. */
        @Override
        public Status on(Transfer command) {
            Subscriber subscriber = find(command.from());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            Account from = subscriber.account;
            if (!command.amount().currency().getCurrencyCode().equals(from.currency)) {
                return Status.CURRENCY_MISMATCH;
            }
            if (subscriber.denial() != 0) {
                return Status.WRONG_STATE;
            }
            long micros = command.amount().micros();
            if (micros <= 0 || micros > Math.max(0, from.main().balance - from.main().reserved)) {
                return Status.BAD_AMOUNT;
            }
            Subscriber to = find(command.to());
            if (to != null && to.account.shard != from.shard) {
                return Status.UNDER_WAY;
            }
            Status refusal = refusalOf(command, from);
            if (refusal == null) {
                from.main().balance -= micros;
                to.account.main().balance += micros;
                to.account.main().credited += micros;
                books.flows(from, from.main()); // sent and received: nothing is left of it
                books.records[from.shard] += 2;
            }
            return refusal == null ? Status.DONE : refusal;
        }

        @Override
        public Status on(AccountCommand.TransferStep command) {
            throw new IllegalArgumentException("nobody orders " + command);
        }

        @Override
        public Status on(ChangeState command) {
            Subscriber subscriber = find(command.subscriber());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            boolean ended = subscriber.state == LifeCycle.TERMINATED;
            boolean wrong =
                    switch (command.state()) {
                        case PRE_ACTIVE -> subscriber.state != LifeCycle.PRE_ACTIVE;
                        case SUSPENDED, BARRED -> ended;
                        default -> false;
                    };
            if (wrong) {
                return Status.WRONG_STATE;
            }
            subscriber.state = command.state();
            return Status.DONE;
        }

        @Override
        public Status on(ChangeOffer command) {
            Subscriber subscriber = find(command.subscriber());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            Account account = subscriber.account;
            PriceList.Offer offer = books.prices().offers.get(command.offer().name());
            if (!offer.currency().equals(account.currency)) {
                return Status.CURRENCY_MISMATCH;
            }
            if (lasting(account) + command.offer().allowances().size() > BUCKETS_MAX) {
                return Status.NO_ROOM;
            }
            subscriber.offer = offer.name();
            if (account.members == 1) {
                account.limitMicros = offer.limitMicros();
            }
            removeExpired(account);
            command.offer().allowances().forEach(bucket -> credit(account, bucket));
            return Status.DONE;
        }

        @Override
        public Status on(AddIdentity command) {
            if (find(command.identity()) != null) {
                return Status.IDENTITY_TAKEN;
            }
            Subscriber subscriber = find(command.subscriber());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            subscriber.identities.add(command.identity());
            books.directory.put(command.identity(), subscriber);
            return Status.DONE;
        }

        @Override
        public Status on(RemoveIdentity command) {
            Subscriber subscriber = find(command.identity());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            if (subscriber.identities.size() == 1) {
                return Status.LAST_IDENTITY;
            }
            subscriber.identities.remove(command.identity());
            books.directory.remove(command.identity());
            return Status.DONE;
        }

        @Override
        public Status on(RemoveSubscriber command) {
            Subscriber subscriber = find(command.subscriber());
            if (subscriber == null) {
                return Status.UNKNOWN_SUBSCRIBER;
            }
            Account account = subscriber.account;
            if (account.sessions > 0) {
                return Status.SESSIONS_OPEN;
            }
            if (account.members == 1 && transfers.isFrom(account)) {
                return Status.TRANSFERS_OPEN;
            }
            if (--account.members == 0) {
                forfeit(account);
            }
            new ArrayList<>(subscriber.identities).forEach(books.directory::remove);
            return Status.DONE;
        }

        private void forfeit(Account account) {
            for (Bucket bucket : account.buckets) {
                books.flows(account, bucket).forfeited += bucket.balance;
                books.records[account.shard] += bucket.balance != 0 ? 1 : 0;
            }
            books.accounts.remove(account.id);
        }

        @Override
        public Status on(AbortSession command) {
            Session session = books.sessions.get(command.sessionId());
            if (session == null) {
                return Status.UNKNOWN_SESSION;
            }
            books.abandon(session);
            return Status.DONE;
        }
    }
}
