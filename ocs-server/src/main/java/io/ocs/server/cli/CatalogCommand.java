package io.ocs.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.rating.catalog.CatalogDiff;
import io.ocs.rating.catalog.CatalogDiff.Change;
import io.ocs.rating.catalog.CatalogException;
import io.ocs.rating.catalog.CatalogProblem;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.cli.ClientOptions.Output;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocs catalog}; {@code validate} and {@code diff} need no server. */
@Command(
        name = "catalog",
        description =
                "Product catalogues: looks at them (validate, diff), and brings them into force on a running server (apply, rollback, history).",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CatalogCommand.Validate.class,
            CatalogCommand.Diff.class,
            CatalogApplyCommand.class,
            CatalogRollbackCommand.class,
            CatalogHistoryCommand.class
        })
public final class CatalogCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is wanted: validate, diff, apply, rollback or history");
    }

    /** {@code ocs catalog validate}. */
    @Command(
            name = "validate",
            description = {
                "Reads all files of a catalogue and tells everything that is wrong with it, with file, line, rule, and where there is one a request that "
                        + "would go wrong. Errors are what a server refuses to load. 'refused' stands before what it loads, but 'apply' does not bring into force: "
                        + "unstated rounding, allowances that never expire, prefixes that change nothing. Warnings are zones and add-ons that nothing uses.",
                "",
                "Exit code: 0 nothing found, 1 errors or warnings found, 2 usage."
            },
            sortOptions = false,
            footerHeading = "%nExamples:%n",
            footer = {"  ocs catalog validate config/catalog", "  ocs catalog validate drafts/january --errors-only"})
    static final class Validate implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "The catalogue's directory.")
        private Path directory;

        @Option(names = "--errors-only", description = "Neither shows warnings nor fails for them.")
        private boolean errorsOnly;

        @Option(
                names = "--output",
                paramLabel = "FORM",
                defaultValue = "table",
                description = "table or json (default: ${DEFAULT-VALUE}).")
        private Output output;

        @Override
        public Integer call() {
            List<CatalogProblem> found = TariffCatalog.validate(directory).stream()
                    .filter(problem -> problem.isError() || !errorsOnly)
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            out.println(output == Output.JSON ? json(found).toPrettyString() : text(found));
            out.flush();
            return found.isEmpty() ? 0 : 1;
        }

        private static ObjectNode json(List<CatalogProblem> found) {
            ObjectNode json = new ObjectMapper().createObjectNode();
            json.put("ok", found.isEmpty());
            ArrayNode problems = json.putArray("problems");
            found.forEach(problem -> problems.addObject()
                    .put("severity", problem.isError() ? "error" : "warning")
                    .put("refusesChange", problem.isError() || problem.rule().refusesChange())
                    .put("rule", problem.rule().toString())
                    .put("file", problem.file())
                    .put("line", problem.line() > 0 ? Integer.valueOf(problem.line()) : null)
                    .put("reason", problem.reason())
                    .put("example", problem.example()));
            return json;
        }

        private static String text(List<CatalogProblem> found) {
            StringBuilder text = new StringBuilder();
            for (CatalogProblem problem : found) {
                text.append(problem.isError() ? "error   " : problem.rule().refusesChange() ? "refused " : "warning ")
                        .append(problem)
                        .append(" [")
                        .append(problem.rule())
                        .append("]\n");
                if (problem.example() != null) {
                    text.append("        for example: ")
                            .append(problem.example())
                            .append('\n');
                }
            }
            long errors = found.stream().filter(CatalogProblem::isError).count();
            return text.append(
                            found.isEmpty()
                                    ? "Nothing is wrong."
                                    : errors + " errors, " + (found.size() - errors) + " warnings.")
                    .toString();
        }
    }

    /** {@code ocs catalog diff}. */
    @Command(
            name = "diff",
            description = {
                "Tells what is different between two catalogues: offers, prices, allowances, zones and what they say, by name, wherever they stand.",
                "",
                "Exit code: 0 nothing differs, 1 something differs or cannot be read, 2 usage."
            },
            sortOptions = false,
            footerHeading = "%nExamples:%n",
            footer = "  ocs catalog diff config/catalog drafts/january")
    static final class Diff implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "BEFORE", description = "A catalogue's directory.")
        private Path before;

        @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
        private Path after;

        @Option(
                names = "--output",
                paramLabel = "FORM",
                defaultValue = "table",
                description = "table or json (default: ${DEFAULT-VALUE}).")
        private Output output;

        @Override
        public Integer call() {
            List<Change> changes = changes();
            PrintWriter out = spec.commandLine().getOut();
            out.println(output == Output.JSON ? json(changes).toPrettyString() : text(changes));
            out.flush();
            return changes.isEmpty() ? 0 : 1;
        }

        private List<Change> changes() {
            try {
                return CatalogDiff.between(before, after);
            } catch (CatalogException e) {
                throw new CommandFailure(e.getMessage(), e);
            }
        }

        private static ArrayNode json(List<Change> changes) {
            ArrayNode json = new ObjectMapper().createArrayNode();
            changes.forEach(change -> json.addObject()
                    .put("path", change.path())
                    .put("before", change.before())
                    .put("after", change.after()));
            return json;
        }

        private static String text(List<Change> changes) {
            if (changes.isEmpty()) {
                return "Nothing differs.";
            }
            Table table = new Table("WHAT", "BEFORE", "AFTER");
            changes.forEach(change -> table.row(
                    change.path(),
                    change.before() == null ? "-" : change.before(),
                    change.after() == null ? "-" : change.after()));
            return table.toString().stripTrailing();
        }
    }
}
