package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who uses a folder for a while finds it made, and keeps no descriptor of it. */
class FolderStorageTest {

    @Test
    void foldersThatAreMissingAreMade(@TempDir Path folder) throws Exception {
        Path deep = folder.resolve("a/b/c");
        FolderStorage.make(deep);
        FolderStorage.make(deep);
        assertThat(deep).isEmptyDirectory();
        Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> FolderStorage.make(folder.resolve("file")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aClosedOneHasLetGoOfItsFolder(@TempDir Path folder) throws Exception {
        FolderStorage storage = new FolderStorage(folder);
        storage.create("a", 10);
        storage.close();
        assertThatThrownBy(() -> storage.delete("a")).isInstanceOf(ClosedChannelException.class);
    }
}
