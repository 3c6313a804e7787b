package io.ocs.server.cli;

import java.util.UUID;
import picocli.CommandLine.Option;

/** Option of every command that changes something. */
final class MutationOptions {
    @Option(
            names = {"--idempotency-key", "--key"},
            paramLabel = "KEY",
            description =
                    "Repeating a command with the same key within 24 h changes nothing more (default: a random one, shown if the command fails).")
    private String key;

    /** The key given, or one made once. */
    String key() {
        if (key == null) {
            key = UUID.randomUUID().toString();
        }
        return key;
    }
}
