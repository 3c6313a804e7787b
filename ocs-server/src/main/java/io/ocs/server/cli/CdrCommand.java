package io.ocs.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.cdr.CdrReport.Range;
import io.ocs.cdr.file.CdrFileProblem;
import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.cdr.file.CdrInspection;
import io.ocs.server.cli.ClientOptions.Output;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocs cdr}. */
@Command(
        name = "cdr",
        description = "Looks at charging data record files, and has them closed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CdrCommand.Verify.class, CdrRotateCommand.class})
public final class CdrCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted: verify or rotate");
    }

    /** {@code ocs cdr verify}. */
    @Command(
            name = "verify",
            description = {
                "Reads every charging data record file of a folder, as its receiver would, and compares it with its manifest: octets, SHA-256, number "
                        + "of records, first and last number, sums. Then the manifests with each other: the chain of hashes, no record left out, none "
                        + "twice. Names the first bad file with line and record number, and what to do.",
                "",
                "Needs neither server nor configuration: run it where the files are, or where they have been collected to, with their manifests. "
                        + "Beside a running server files may be closed and renamed meanwhile: what is wrong then must be wrong a second time. Reads "
                        + "only. What the journal says is compared by 'ocs reconcile'.",
                "",
                "Exit code: 0 all agrees, 1 something is wrong or cannot be read, 2 usage."
            },
            sortOptions = false,
            footerHeading = "%nExamples:%n",
            footer = {
                "  ocs cdr verify data/cdr",
                "  ocs cdr verify /var/spool/ocs/cdr --output json | jq .problems",
                "  ocs cdr verify /mnt/billing/incoming || echo 'do not bill these'"
            })
    static final class Verify implements Callable<Integer> {
        private static final int PROBLEMS_SHOWN = 20;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "Folder of *.csv, *.jsonl, *.cdr, *.parquet and *.manifest.json.")
        private Path folder;

        @Option(
                names = "--output",
                paramLabel = "FORM",
                defaultValue = "table",
                description = "table or json (default: ${DEFAULT-VALUE}).")
        private Output output;

        @Override
        public Integer call() {
            if (!Files.isDirectory(folder)) {
                throw new CommandFailure(
                        folder + " is no folder: name the one in cdr.directory, or where its files were collected to");
            }
            CdrInspection found = inspect();
            if (found.report().ranges().isEmpty() && found.problems().isEmpty()) {
                throw new CommandFailure(
                        folder + " holds no closed charging data record files: name the folder in cdr.directory");
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(output == Output.JSON ? json(found).toPrettyString() : text(found));
            out.flush();
            return found.problems().isEmpty() ? 0 : 1;
        }

        private CdrInspection inspect() {
            try {
                long total = CdrFileVerifier.octets(folder);
                try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "octets", total)) {
                    return CdrFileVerifier.inspect(folder, bar::at);
                }
            } catch (IOException e) {
                throw new CommandFailure(folder + " cannot be read: " + e, e);
            }
        }

        private static ObjectNode json(CdrInspection found) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode json = mapper.createObjectNode();
            json.put("ok", found.problems().isEmpty());
            json.put("files", found.files()).put("octets", found.octets());
            json.put("records", found.report().records());
            json.set("ranges", mapper.valueToTree(found.report().ranges()));
            json.set("sums", mapper.valueToTree(found.report().sums()));
            ArrayNode problems = json.putArray("problems");
            for (CdrFileProblem problem : found.problems()) {
                problems.addObject()
                        .put("file", problem.file().toString())
                        .put("line", problem.line() > 0 ? Long.valueOf(problem.line()) : null)
                        .put("recordNumber", problem.recordNumber() > 0 ? Long.valueOf(problem.recordNumber()) : null)
                        .put("what", problem.what())
                        .put("remedy", problem.remedy());
            }
            ArrayNode notes = json.putArray("notes");
            found.notes().forEach(notes::add);
            return json;
        }

        private static String text(CdrInspection found) {
            Table table = new Table("EPOCH", "SHARD", "RECORDS", "FIRST", "LAST");
            for (Range range : found.report().ranges()) {
                table.row(
                        Integer.toString(range.epoch()),
                        Integer.toString(range.shard()),
                        Long.toString(range.records()),
                        Long.toString(range.first()),
                        Long.toString(range.last()));
            }
            StringBuilder text = new StringBuilder(table.toString());
            found.notes().forEach(note -> text.append("Note: ").append(note).append(".\n"));
            found.problems().stream().limit(PROBLEMS_SHOWN).forEach(problem -> text.append("WRONG: ")
                    .append(problem.sentence())
                    .append(".\n    ")
                    .append(problem.remedy())
                    .append('\n'));
            if (found.problems().size() > PROBLEMS_SHOWN) {
                text.append(found.problems().size() - PROBLEMS_SHOWN).append(" more: see --output json\n");
            }
            String end = found.problems().isEmpty()
                    ? "%,d files of %,d octets, %,d records by their manifests: all agrees."
                    : "%,d files of %,d octets, %,d records by their manifests: "
                            + found.problems().size() + " wrong, the first named first.";
            return text.append(String.format(
                            Locale.ROOT,
                            end,
                            found.files(),
                            found.octets(),
                            found.report().records()))
                    .toString();
        }
    }
}
