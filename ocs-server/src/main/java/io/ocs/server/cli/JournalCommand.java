package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import io.ocs.server.reconcile.JournalDump;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ocs journal dump}. */
@Command(
        name = "journal",
        description = "Looks into the journal.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = JournalCommand.Dump.class)
public final class JournalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted: dump");
    }

    /** {@code ocs journal dump}. */
    @Command(
            name = "dump",
            description = {
                "Prints the journal, one record a line: shard, position of its batch, number in it, time, type, then name=value.",
                "",
                "Works on the folder of a stopped server, or beside the server that runs on it: then up to what is committed now. Ends quietly "
                        + "when nobody reads on.",
            },
            sortOptions = false,
            footerHeading = "%nExamples:%n",
            footer = {
                "  ocs journal dump | head",
                "  ocs journal dump --msisdn 491700000001 --json | jq .services",
                "  ocs journal dump --data /var/lib/ocs --shard 0 --from 73400320 --limit 20"
            })
    static final class Dump implements Callable<Integer> {
        private static final int BLOCK = 32 * 1024;

        @Spec
        private CommandSpec spec;

        @Mixin
        private FolderOptions folder;

        @Option(
                names = "--shard",
                paramLabel = "N",
                description = "Only this shard (default: all, one after the other).")
        private Integer shard;

        @Option(
                names = "--from",
                paramLabel = "POSITION",
                defaultValue = "0",
                description = "Begin with the batch at this position of the shard (default: the oldest that is kept).")
        private long from;

        @Option(names = "--account", paramLabel = "ID", description = "Only records of this account.")
        private Long account;

        @Option(
                names = "--msisdn",
                paramLabel = "MSISDN",
                description =
                        "Only records of the account of this identity, from where it is first seen; also imsi:…, sip-uri:….")
        private String identity;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "9223372036854775807",
                description = "At most this many records (default: all).")
        private long limit;

        @Option(names = "--json", description = "One JSON object a line; the same as --output json.")
        private boolean json;

        @Mixin
        private ClientOptions server;

        private final StringBuilder block = new StringBuilder();
        private long printed;

        @Override
        public Integer call() throws IOException {
            if (from < 0 || limit < 0) {
                throw new ParameterException(spec.commandLine(), "--from and --limit are not negative");
            }
            try (OpenedFolder opened = OpenedFolder.open(folder.config().dataDir(), server::client)) {
                dump(opened);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(e.getMessage(), e);
            } finally {
                flush();
            }
            return 0;
        }

        private void dump(OpenedFolder opened) throws IOException {
            JournalDump dump =
                    new JournalDump(opened.path(), opened.committed(), !opened.isRunning() && !opened.clean());
            if (account != null) {
                dump.account(account);
            }
            if (identity != null) {
                dump.subscription(SubscriptionId.parse(identity).toString());
            }
            List<Integer> shards = shard == null ? dump.shards() : List.of(shard);
            if (shards.size() > 1 && from > 0) {
                throw new ParameterException(
                        spec.commandLine(), "positions are counted by shard: name it with --shard");
            }
            boolean more = limit > 0;
            for (int i = 0; i < shards.size() && more; i++) {
                try {
                    dump.run(shards.get(i), from, this::print);
                } catch (IOException e) {
                    throw new CommandFailure(e.getMessage(), e);
                }
                more = printed < limit && flush();
            }
        }

        private boolean print(ObjectNode record) {
            block.append(json || server.isJson() ? record.toString() : JournalDump.text(record))
                    .append('\n');
            printed++;
            return (block.length() < BLOCK || flush()) && printed < limit;
        }

        /** @return whether somebody still reads */
        private boolean flush() {
            PrintWriter out = spec.commandLine().getOut();
            out.print(block);
            block.setLength(0);
            return !out.checkError(); // which flushes
        }
    }
}
