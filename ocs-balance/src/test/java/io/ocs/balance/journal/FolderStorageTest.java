package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who uses a folder for a while keeps no descriptor of it. */
class FolderStorageTest {

    @Test
    void aClosedOneHasLetGoOfItsFolder(@TempDir Path folder) throws Exception {
        FolderStorage storage = new FolderStorage(folder);
        storage.create("a", 10);
        storage.close();
        assertThatThrownBy(() -> storage.delete("a")).isInstanceOf(ClosedChannelException.class);
    }
}
