package io.ocs.server.cli;

import io.ocs.server.config.NearestName;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What becomes of a command line that is none: what is wrong, the nearest word that is known, and how the command is used. */
public final class Misspellings implements IParameterExceptionHandler {
    private static final int USAGE = 2;

    @Override
    public int handleParseException(ParameterException failure, String[] words) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("ocs: " + failure.getMessage() + hint(failure, command));
        command.usage(err);
        err.flush();
        return USAGE;
    }

    private static String hint(ParameterException failure, CommandLine command) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        String word = unmatched.getUnmatched().get(0);
        return NearestName.hint(
                word.replaceFirst("=.*", ""), word.startsWith("-") ? options(command) : commands(command));
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.addAll(List.of(option.names()));
        }
        return names;
    }

    private static List<String> commands(CommandLine command) {
        return List.copyOf(command.getSubcommands().keySet());
    }
}
