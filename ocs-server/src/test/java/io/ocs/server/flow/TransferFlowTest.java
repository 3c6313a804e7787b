package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.Transfer;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.Table;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: money that goes from one account to another goes once, within a shard and between shards, however often it is asked for, and also over a restart. */
class TransferFlowTest {
    private static final String ANNA = "491700000001";
    private static final String BERT = "491700000002";
    private static final String CARL = "491700000003";

    private Charging charging;

    private void open(int shards) {
        charging = new Charging(FlowCatalog.offers(), shards);
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.subscriber(BERT, "plain", "1.00EUR");
    }

    private static Transfer transfer(String from, String to, String amount) {
        return new Transfer(SubscriptionId.e164(from), SubscriptionId.e164(to), Money.parse(amount));
    }

    private Status status(Transfer command) {
        return charging.execute(command).status();
    }

    private boolean isFar() {
        return charging.view(ANNA).shard() != charging.view(BERT).shard();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void moneyGoesOnceUnderItsKey(int shards) {
        open(shards);
        Transfer command = transfer(ANNA, BERT, "2.50EUR");
        CommandResult done = charging.execute("k", command);
        assertThat(done.status()).as(done.detail()).isEqualTo(Status.DONE);
        assertThat(done.repeated()).isFalse();
        CommandResult again = charging.execute("k", command);
        assertThat(again.isDone()).isTrue();
        assertThat(again.repeated()).isTrue();
        assertThat(charging.execute("k", transfer(ANNA, BERT, "2.51EUR")).status())
                .isEqualTo(Status.KEY_REUSED);
        charging.restart();
        assertThat(charging.execute("k", command).repeated()).isTrue();
        assertThat(charging.money(ANNA)).isEqualTo("7.50");
        assertThat(charging.money(BERT)).isEqualTo("3.50");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatCannotBeIsRefusedAndLeavesNoTrace(int shards) {
        open(shards);
        charging.subscriber(CARL, "plain", null, ANNA, List.of());
        assertThat(status(transfer(ANNA, "491799999999", "1.00EUR"))).isEqualTo(Status.UNKNOWN_SUBSCRIBER);
        assertThat(status(transfer("491799999999", ANNA, "1.00EUR"))).isEqualTo(Status.UNKNOWN_SUBSCRIBER);
        assertThat(status(transfer(ANNA, CARL, "1.00EUR"))).isEqualTo(Status.SAME_ACCOUNT);
        assertThat(status(transfer(ANNA, BERT, "1.00USD"))).isEqualTo(Status.CURRENCY_MISMATCH);
        assertThat(status(transfer(ANNA, BERT, "0.00EUR"))).isEqualTo(Status.BAD_AMOUNT);
        assertThat(status(transfer(ANNA, BERT, "-1.00EUR"))).isEqualTo(Status.BAD_AMOUNT);
        assertThat(status(transfer(ANNA, BERT, "10.000001EUR"))).isEqualTo(Status.BAD_AMOUNT);
        assertThat(status(transfer(ANNA, BERT, "10.00EUR"))).isEqualTo(Status.DONE);
        assertThat(charging.money(ANNA)).isEqualTo("0.00");
        assertThat(charging.money(BERT)).isEqualTo("11.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void onlyOwnMoneyThatNobodyHoldsGoes(int shards) {
        open(shards);
        charging.send(Ccr.initial("pgw;1;1", ANNA).data().ask(1, 100_000));
        String money = charging.money(ANNA);
        assertThat(money).contains("reserved");
        assertThat(status(transfer(ANNA, BERT, "10.00EUR"))).isEqualTo(Status.BAD_AMOUNT);
        assertThat(charging.money(ANNA)).isEqualTo(money);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoIsSuspendedSendsNothingAndWhoIsTerminatedGetsNothing(int shards) {
        open(shards);
        charging.execute(new AccountCommand.ChangeState(SubscriptionId.e164(ANNA), LifeCycle.SUSPENDED));
        assertThat(status(transfer(ANNA, BERT, "1.00EUR"))).isEqualTo(Status.WRONG_STATE);
        assertThat(status(transfer(BERT, ANNA, "0.25EUR"))).isEqualTo(Status.DONE);
        charging.execute(new AccountCommand.ChangeState(SubscriptionId.e164(ANNA), LifeCycle.TERMINATED));
        CommandResult refused = charging.execute("k", transfer(BERT, ANNA, "0.25EUR"));
        assertThat(refused.status()).isEqualTo(Status.WRONG_STATE);
        assertThat(charging.money(BERT)).as("it has come back").isEqualTo("0.75");
        assertThat(charging.money(ANNA)).isEqualTo("10.25");
        CommandResult again = charging.execute("k", transfer(BERT, ANNA, "0.25EUR"));
        assertThat(again.status()).isEqualTo(Status.WRONG_STATE);
        assertThat(charging.money(BERT)).isEqualTo("0.75");
    }

    /** The process ends at each moment between two steps; what is done is durable, nothing else is. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void whatACrashInterruptsComesToItsEnd(int dutyCycles) {
        open(3);
        assertThat(isFar()).as("the case of two shards").isTrue();
        Transfer command = transfer(ANNA, BERT, "2.50EUR");
        CompletableFuture<CommandResult> lost = charging.administration().execute("k", command);
        charging.work(dutyCycles);
        charging.restart();
        assertThat(lost.isDone() ? lost.join().status() : Status.UNDER_WAY).isIn(Status.DONE, Status.UNDER_WAY);
        CompletableFuture<Integer> resumed = charging.administration().resumeTransfers();
        charging.work();
        assertThat(resumed.join()).as("still on their way").isZero();
        CommandResult again = charging.execute("k", command);
        assertThat(again.isDone()).as(again.detail()).isTrue();
        assertThat(charging.money(ANNA)).isEqualTo("7.50");
        assertThat(charging.money(BERT)).isEqualTo("3.50");
        assertThat(charging.entries(Table.TRANSFER)).isZero();
    }

    /** The receiver is gone when the money comes, since the process has ended in between. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatNobodyCanReceiveComesBack(boolean elsewhere) {
        open(3);
        Transfer command = transfer(ANNA, BERT, "2.50EUR");
        CompletableFuture<CommandResult> lost = charging.administration().execute("k", command);
        charging.workUntilSent();
        charging.restart();
        assertThat(lost).as("nobody answers any more").isNotDone();
        assertThat(charging.money(ANNA)).isEqualTo("7.50");
        assertThat(charging.execute(new AccountCommand.RemoveSubscriber(SubscriptionId.e164(ANNA)))
                        .status())
                .as("money may come back")
                .isEqualTo(Status.TRANSFERS_OPEN);
        charging.execute(new AccountCommand.RemoveSubscriber(SubscriptionId.e164(BERT)));
        if (elsewhere) { // lives in the sender's shard now: its shard of then cannot credit it
            charging.subscriber(CARL, "plain", "0.10EUR");
            charging.execute(new AccountCommand.AddIdentity(SubscriptionId.e164(ANNA), SubscriptionId.e164(BERT)));
        }
        CompletableFuture<Integer> resumed = charging.administration().resumeTransfers();
        charging.work();
        assertThat(resumed.join()).isEqualTo(1);
        assertThat(charging.money(ANNA)).isEqualTo("10.00");
        CommandResult again = charging.execute("k", command);
        assertThat(again.status()).isEqualTo(Status.UNKNOWN_SUBSCRIBER);
        assertThat(again.repeated()).isTrue();
        assertThat(charging.money(ANNA)).isEqualTo("10.00");
        assertThat(charging.execute(new AccountCommand.RemoveSubscriber(SubscriptionId.e164(ANNA)))
                        .isDone())
                .isTrue();
    }

    /** Who asks again is heard while the money is on its way, and answered when somebody else has given it back. */
    @Test
    void whatHasComeBackMeanwhileIsNoSuccess() {
        open(3);
        int from = charging.view(ANNA).shard();
        int to = charging.view(BERT).shard();
        Transfer command = transfer(ANNA, BERT, "2.50EUR");
        CompletableFuture<CommandResult> lost = charging.administration().execute("k", command);
        charging.workUntilSent();
        charging.restart();
        assertThat(lost).isNotDone();
        charging.execute(new AccountCommand.RemoveSubscriber(SubscriptionId.e164(BERT)));
        CompletableFuture<Integer> resumed = charging.otherAdministration().resumeTransfers();
        charging.workOf(from, 5);
        CompletableFuture<CommandResult> again = charging.administration().execute("k", command);
        charging.workOf(to, 5);
        assertThat(charging.entries(from, Table.TRANSFER))
                .as("it is refused, and not given back")
                .isOne();
        charging.work();
        assertThat(resumed).isDone();
        assertThat(again.join().status()).isEqualTo(Status.UNKNOWN_SUBSCRIBER);
        assertThat(again.join().detail()).contains("given back");
        assertThat(again.join().repeated()).isTrue();
        assertThat(charging.money(ANNA)).isEqualTo("10.00");
    }

    /** Two accounts of two shards send at once under one key: each is a transfer of its own, also for the receiver's shard, and also in the books. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneKeyFromTwoShardsIsTwoTransfers(boolean crash) {
        open(3);
        int annas = charging.view(ANNA).shard();
        int berts = charging.view(BERT).shard();
        int third = 3 - annas - berts;
        assertThat(isFar()).isTrue();
        long carl = Long.parseLong(CARL);
        for (charging.subscriber(CARL, "plain", "1.00EUR");
                charging.view(Long.toString(carl)).shard() != third;
                charging.subscriber(Long.toString(carl), "plain", "1.00EUR")) {
            carl++;
        }
        String to = Long.toString(carl);
        CompletableFuture<CommandResult> one = charging.administration().execute("k", transfer(ANNA, to, "2.00EUR"));
        CompletableFuture<CommandResult> other = charging.administration().execute("k", transfer(BERT, to, "0.50EUR"));
        if (crash) {
            charging.workOf(annas, 5);
            charging.workOf(berts, 5);
            charging.workOf(third, 5);
            assertThat(charging.entries(third, Table.TRANSFER))
                    .as("both have come")
                    .isEqualTo(2);
            charging.restart();
            CompletableFuture<Integer> resumed = charging.administration().resumeTransfers();
            charging.work();
            assertThat(resumed.join()).isZero();
        } else {
            charging.work();
            assertThat(one.join().isDone()).isTrue();
            assertThat(other.join().isDone()).isTrue();
        }
        CompletableFuture<Integer> last = charging.administration().resumeTransfers();
        charging.work();
        assertThat(last).isCompleted();
        assertThat(charging.money(ANNA)).isEqualTo("8.00");
        assertThat(charging.money(BERT)).isEqualTo("0.50");
        assertThat(charging.money(to)).isEqualTo("3.50");
        assertThat(charging.entries(Table.TRANSFER)).isZero();
    }
}
