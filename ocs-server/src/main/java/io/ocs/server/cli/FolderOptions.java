package io.ocs.server.cli;

import io.ocs.server.config.ConfigLoader;
import io.ocs.server.config.OcsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which data folder is meant, and how it is configured: for {@code ocs run} and for commands that read the folder, in the same words. */
final class FolderOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration (default: config/ocs.yaml beside the launcher).")
    private Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder; the same as --set data-dir=DIR.")
    private Path data;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, over the file; may be repeated. Keys are explained in config/ocs.yaml.")
    private List<String> assignments = new ArrayList<>();

    OcsConfig config() {
        return ConfigLoader.ofProcess().load(config, data, assignments);
    }
}
