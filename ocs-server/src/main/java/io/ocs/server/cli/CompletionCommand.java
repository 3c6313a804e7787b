package io.ocs.server.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocs completion}. */
@Command(
        name = "completion",
        description = "Prints a script with which bash or zsh complete commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(ocs completion bash)                                     in this shell",
            "  ocs completion bash > /etc/bash_completion.d/ocs                  for everybody",
            "  echo 'source <(ocs completion zsh)' >> ~/.zshrc"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** Shells that are known. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // The script serves both: in zsh it loads bashcompinit first.
        out.println("# Completes ocs in " + shell.name().toLowerCase(Locale.ROOT) + ".");
        out.print(AutoComplete.bash("ocs", spec.root().commandLine()));
        out.flush();
        return 0;
    }
}
