package io.ocs.balance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleAccountStoreTest extends AccountStoreContract {

    @TempDir
    Path folder;

    @Override
    AccountStore newStore(StoreCapacity capacity) {
        return ChronicleAccountStore.create(folder, capacity);
    }

    private void reopen() {
        store.force();
        store.close();
        store = ChronicleAccountStore.open(folder, CAPACITY);
    }

    /** Goal: a clean stop keeps every entry, and the free room, through many lives of the files. */
    @Test
    void keepsItsEntriesOverACleanStop() {
        SplittableRandom random = new SplittableRandom(11);
        List<Long> keys = new ArrayList<>();
        for (int life = 0; life < 5; life++) {
            while (store.room(Table.SESSION) > 0) {
                long key = random.nextLong();
                keys.add(key);
                UnsafeApi.putLong(store.create(Table.SESSION, key, ~key) + 24, key * 3);
            }
            for (int i = 0; i < 100; i++) {
                long key = keys.remove(random.nextInt(keys.size()));
                store.delete(Table.SESSION, key, ~key);
            }
            reopen();
            assertThat(store.size(Table.SESSION)).isEqualTo(keys.size());
            for (long key : keys) {
                long address = store.find(Table.SESSION, key, ~key);
                assertThat(address).isNotEqualTo(State.NONE);
                assertThat(UnsafeApi.getLong(address + 24)).isEqualTo(key * 3);
            }
        }
    }

    @Test
    void isUsableOnlyWithItsOwnFormatAndCapacity() throws IOException {
        store.close();
        assertThat(ChronicleAccountStore.isUsable(folder, CAPACITY)).isTrue();
        StoreCapacity larger = new StoreCapacity(201, 200, 300, 400, 500, 1_000);
        assertThat(ChronicleAccountStore.isUsable(folder, larger)).isFalse();
        assertThatThrownBy(() -> ChronicleAccountStore.open(folder, larger)).hasMessageContaining("capacity");
        Files.delete(folder.resolve("session.map"));
        assertThat(ChronicleAccountStore.isUsable(folder, CAPACITY)).isFalse();
        store = ChronicleAccountStore.create(folder, larger);
        assertThat(store.capacity(Table.ACCOUNT)).isEqualTo(201);
        assertThat(ChronicleAccountStore.isUsable(folder, larger)).isTrue();
    }

    @Test
    void startsAfreshOverFilesThatWereNotClosed() {
        store.create(Table.ACCOUNT, 1, 0);
        AccountStore fresh = ChronicleAccountStore.create(folder, CAPACITY);
        assertThat(fresh.size(Table.ACCOUNT)).isZero();
        fresh.create(Table.ACCOUNT, 1, 0);
        fresh.close();
    }

    /** Goal: no hole is left in a file; a full disk under a mapped hole would kill the process. */
    @Test
    void allocatesItsFilesWhole() throws IOException, InterruptedException {
        long total = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".map")).toList()) {
                Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
                String size =
                        new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
                assertThat(du.waitFor()).isZero();
                total += Files.size(file);
                assertThat(Long.parseLong(size.split("\t")[0]))
                        .as(file.toString())
                        .isGreaterThanOrEqualTo(Files.size(file));
            }
        }
        assertThat(total).isPositive().isLessThanOrEqualTo(ChronicleAccountStore.octets(CAPACITY));
    }
}
