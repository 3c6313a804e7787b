package io.ocs.server.endtoend;

import io.ocs.server.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Commands as they are typed, other than {@code run}, and what they say. */
final class Ocs {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Runs a command; both outputs are emptied first. @return the exit code */
    int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(config -> {
                    throw new AssertionError("no server is to be started");
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    @Override
    public String toString() {
        return out + "\n" + err;
    }
}
