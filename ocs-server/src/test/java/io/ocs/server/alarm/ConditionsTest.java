package io.ocs.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Goal: a condition speaks when it should, says what it has found, and is silent otherwise. */
class ConditionsTest {

    private static void resize(AccountStore image, Table table, int from, int to) {
        for (int i = from; i < to; i++) {
            image.create(table, i, 9);
        }
        for (int i = to; i < from; i++) {
            image.delete(table, i, 9);
        }
    }

    @Test
    void tablesAreToldFromFourFifthsOnUntilTheyAreDownToThreeQuarters() {
        AccountStore image = new MemoryAccountStore(new StoreCapacity(100, 100, 200, 100, 200, 100));
        FillingTables condition = new FillingTables(2, image);
        resize(image, Table.OUTCOME, 0, 79);
        assertThat(condition.get()).isEmpty();
        resize(image, Table.OUTCOME, 79, 80);
        resize(image, Table.SESSION, 0, 100);
        assertThat(condition.get()).contains("shard 2: session 100 of 100, outcome 80 of 100");
        resize(image, Table.OUTCOME, 80, 76);
        resize(image, Table.SESSION, 100, 10);
        assertThat(condition.get()).contains("shard 2: outcome 76 of 100");
        resize(image, Table.OUTCOME, 76, 74);
        assertThat(condition.get()).isEmpty();
        resize(image, Table.OUTCOME, 74, 79);
        assertThat(condition.get()).isEmpty();
    }

    @Test
    void aCountThatRises() {
        AtomicLong count = new AtomicLong(5);
        Rising condition = new Rising("requests", count::get);
        assertThat(condition.get()).isEmpty();
        count.addAndGet(3);
        assertThat(condition.get()).contains("3 requests");
        assertThat(condition.get()).isEmpty();
    }

    @Test
    void connectionsThatCannotBeAccepted() {
        AtomicLong failures = new AtomicLong();
        FewDescriptors condition = new FewDescriptors(failures::get, () -> "Too many open files");
        assertThat(condition.get()).as("this process has plenty").isEmpty();
        failures.incrementAndGet();
        assertThat(condition.get()).hasValueSatisfying(text -> assertThat(text).contains("Too many open files"));
        assertThat(condition.get()).isEmpty();
    }
}
