package io.ocs.server.cli;

import io.ocs.server.StartException;
import io.ocs.server.access.TokenFileException;
import io.ocs.server.backup.BackupException;
import io.ocs.server.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What becomes of exceptions: those that are for the user are one line, others show where they come from. */
public final class Failures {
    private static final int FAILED = 1;

    private Failures() {}

    /** Handler for picocli. */
    public static int onException(Exception failure, CommandLine command, ParseResult parsed) {
        boolean forUser = failure instanceof CommandFailure
                || failure instanceof ConfigException
                || failure instanceof TokenFileException
                || failure instanceof BackupException
                || failure instanceof StartException;
        if (forUser) {
            command.getErr().println("ocs: " + failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return FAILED;
    }
}
