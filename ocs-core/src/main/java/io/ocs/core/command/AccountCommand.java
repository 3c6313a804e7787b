package io.ocs.core.command;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.state.LifeCycle;
import java.util.List;

/** A change of an account, a subscriber or a session, asked for by an operator, by provisioning or by customer care. */
public sealed interface AccountCommand {

    /** One method for each command: a new command does not compile until everybody knows it. */
    interface Visitor<R> {
        R on(CreateSubscriber command);

        R on(TopUp command);

        R on(Adjust command);

        R on(ChangeState command);

        R on(ChangeOffer command);

        R on(AddIdentity command);

        R on(RemoveIdentity command);

        R on(RemoveSubscriber command);

        R on(AbortSession command);

        R on(Transfer command);

        R on(TransferStep command);
    }

    <R> R accept(Visitor<R> visitor);

    /** An identity of the account that the command is about, which tells the shard that decides; null if a session tells it. */
    SubscriptionId subject();

    /** Identities that the command brings into being. */
    default List<SubscriptionId> addedIdentities() {
        return List.of();
    }

    /** Whether the command takes identities away, which others may have then. */
    default boolean removesIdentities() {
        return false;
    }

    /** A bucket to be credited: {@code amount} in units of {@code kind}; {@code allowance} 0 for money that pays for anything. */
    record OpeningBucket(UnitKind kind, long amount, int priority, long expiresMs, long allowance) {}

    /** An offer as the catalogue defines it now: its name and what a subscriber gets when taking it. Currency as ISO 4217 numeric code. */
    record OfferTerms(String name, int currency, long creditLimitMicros, List<OpeningBucket> allowances) {
        public OfferTerms {
            allowances = List.copyOf(allowances);
        }

        /**
         * The name alone, without its generation ({@code smart@2027}): what it grants depends on when it is asked, and a command is the same command
         * later.
         */
        @Override
        public String toString() {
            int generation = name.indexOf('@');
            return generation < 0 ? name : name.substring(0, generation);
        }
    }

    /**
     * A new subscriber.
     *
     * @param identities at least one; none may be taken already
     * @param memberOf an identity of a member of the account to join; null for an account of its own
     * @param balance opening balance of the main bucket; null for none (then the currency is the offer's)
     * @param buckets further buckets, for a migration
     * @param withAllowances whether the offer's allowances are credited (not at a migration that brings its own buckets)
     */
    record CreateSubscriber(
            List<SubscriptionId> identities,
            OfferTerms offer,
            SubscriptionId memberOf,
            Money balance,
            List<OpeningBucket> buckets,
            boolean withAllowances,
            LifeCycle state)
            implements AccountCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return memberOf == null ? identities.get(0) : memberOf;
        }

        @Override
        public List<SubscriptionId> addedIdentities() {
            return identities;
        }

        public CreateSubscriber {
            identities = List.copyOf(identities);
            buckets = List.copyOf(buckets);
        }
    }

    /** Credits the main money bucket of the subscriber's account by a positive amount. */
    record TopUp(SubscriptionId subscriber, Money amount) implements AccountCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return subscriber;
        }
    }

    /**
     * Credits or, negative, debits the main money bucket, for a reason that an operator gives. A debit takes no more than what is available.
     *
     * @param reason and {@code operator}: stand in the charging data record; 1 to 100 and 1 to 60 printable characters
     */
    record Adjust(SubscriptionId subscriber, Money amount, String reason, String operator) implements AccountCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return subscriber;
        }
    }

    /** Leads one subscriber to another state of its life cycle. */
    record ChangeState(SubscriptionId subscriber, LifeCycle state) implements AccountCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return subscriber;
        }
    }

    /** Moves a subscriber to another offer; open sessions go on under the old one; allowances of the new one are credited. */
    record ChangeOffer(SubscriptionId subscriber, OfferTerms offer) implements AccountCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return subscriber;
        }
    }

    /** Gives the subscriber a further identity. */
    record AddIdentity(SubscriptionId subscriber, SubscriptionId identity) implements AccountCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return subscriber;
        }

        @Override
        public List<SubscriptionId> addedIdentities() {
            return List.of(identity);
        }
    }

    /** Takes an identity from a subscriber; the last one stays. */
    record RemoveIdentity(SubscriptionId identity) implements AccountCommand {
        @Override
        public boolean removesIdentities() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return identity;
        }
    }

    /** Removes a subscriber without open sessions; the account too if it was the last member, what is left on it is forfeited. */
    record RemoveSubscriber(SubscriptionId subscriber) implements AccountCommand {
        @Override
        public boolean removesIdentities() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return subscriber;
        }
    }

    /** Ends an open session, releases what it holds. */
    record AbortSession(String sessionId) implements AccountCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return null;
        }
    }

    /**
     * Moves money from the main bucket of one account to that of another, of the same currency. Only money that is the sender's own: not its credit limit.
     *
     * @param toShard where the receiver is, found out when the command comes in; no part of what the command says
     */
    record Transfer(SubscriptionId from, SubscriptionId to, Money amount, int toShard) implements AccountCommand {
        public Transfer(SubscriptionId from, SubscriptionId to, Money amount) {
            this(from, to, amount, 0);
        }

        /** The same to a receiver in that shard. */
        public Transfer toShard(int shard) {
            return new Transfer(from, to, amount, shard);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        public SubscriptionId subject() {
            return from;
        }

        @Override
        public String toString() {
            return "Transfer[from=" + from + ", to=" + to + ", amount=" + amount + "]";
        }
    }

    /**
     * What a shard does for a transfer that another has begun. Given by the server itself, never from outside; each may be given again. {@code idHigh} and
     * {@code idLow}: key of the {@link Transfer}'s outcome.
     */
    sealed interface TransferStep extends AccountCommand {
        long idHigh();

        long idLow();

        /** Time of the debit: tells the transfer from an earlier one under the same key. */
        long sentMs();

        @Override
        default <R> R accept(Visitor<R> visitor) {
            return visitor.on(this);
        }

        @Override
        default SubscriptionId subject() {
            return null;
        }
    }

    /** Credits the receiver, once. */
    record ReceiveTransfer(
            long idHigh,
            long idLow,
            long sentMs,
            long micros,
            int currency,
            long fromAccountId,
            SubscriptionId to,
            String reference)
            implements TransferStep {
        @Override
        public SubscriptionId subject() {
            return to;
        }
    }

    /** Ends a transfer where it began: with {@code outcome} DONE it was received, with anything else the money comes back. */
    record SettleTransfer(long idHigh, long idLow, long sentMs, CommandResult.Status outcome) implements TransferStep {}

    /** The receiver's shard need not know any more of the transfer that comes from this account. */
    record ForgetTransfer(long idHigh, long idLow, long sentMs, long fromAccountId) implements TransferStep {}
}
