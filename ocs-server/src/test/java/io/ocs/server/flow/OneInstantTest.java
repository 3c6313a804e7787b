package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Goal: what is read of several shards at one instant never has an identity in two of them. */
class OneInstantTest {
    private static final String ANNA = "491700000001";

    private final Charging charging = new Charging(FlowCatalog.offers(), 3);

    private CompletableFuture<CommandResult> remove(String key) {
        return charging.administration().execute(key, new AccountCommand.RemoveSubscriber(SubscriptionId.e164(ANNA)));
    }

    private Optional<Integer> read() {
        return charging.administration().atOneInstant(() -> 7);
    }

    @Test
    void nothingIsReadWhileAnIdentityMayBeLeaving() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        assertThat(read()).contains(7);
        CompletableFuture<CommandResult> removal = remove("a");
        assertThat(read()).as("decided, or not, and not durable").isEmpty();
        charging.work();
        assertThat(removal.join().isDone()).isTrue();
        assertThat(read()).contains(7);
    }

    @Test
    void norIfOneBeginsToLeaveWhileItIsRead() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        Optional<Integer> read = charging.administration().atOneInstant(() -> {
            CompletableFuture<CommandResult> removal = remove("a");
            charging.work();
            return removal.join().isDone() ? 7 : 8;
        });
        assertThat(read).isEmpty();
        assertThat(read()).contains(7);
    }

    @Test
    void aRefusedRemovalIsOverToo() {
        assertThat(read()).contains(7);
        CompletableFuture<CommandResult> removal = remove("a");
        charging.work();
        assertThat(removal.join().isDone()).isFalse();
        assertThat(read()).contains(7);
    }

    /** Nor while money goes from shard to shard: it could be in both by what is read there, or in none. */
    @Test
    void norWhileMoneyIsOnItsWay() {
        String bert = "491700000002";
        charging.subscriber(ANNA, "plain", "1.00EUR");
        charging.subscriber(bert, "plain", "1.00EUR");
        assertThat(charging.view(ANNA).shard()).isNotEqualTo(charging.view(bert).shard());
        CompletableFuture<CommandResult> transfer = charging.administration()
                .execute(
                        "t",
                        new AccountCommand.Transfer(
                                SubscriptionId.e164(ANNA), SubscriptionId.e164(bert), Money.parse("0.40EUR")));
        charging.workUntilSent();
        assertThat(read()).isEmpty();
        charging.work();
        assertThat(transfer.join().isDone()).isTrue();
        assertThat(read()).contains(7);
    }

    /** Within one shard nothing is on its way at any moment. */
    @Test
    void moneyWithinAShardKeepsNobodyFromReading() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        int shard = charging.view(ANNA).shard();
        long other = Long.parseLong(ANNA);
        do {
            other++;
            charging.subscriber(Long.toString(other), "plain", "1.00EUR");
        } while (charging.view(Long.toString(other)).shard() != shard);
        CompletableFuture<CommandResult> transfer = charging.administration()
                .execute(
                        "t",
                        new AccountCommand.Transfer(
                                SubscriptionId.e164(ANNA),
                                SubscriptionId.e164(Long.toString(other)),
                                Money.parse("0.40EUR")));
        assertThat(transfer).isNotDone();
        assertThat(read()).contains(7);
        charging.workOf(shard, 1);
        assertThat(transfer).as("nothing more is asked").isCompleted();
        assertThat(transfer.join().isDone()).isTrue();
        assertThat(charging.money(ANNA)).isEqualTo("0.60");
        assertThat(charging.money(Long.toString(other))).isEqualTo("1.40");
    }
}
