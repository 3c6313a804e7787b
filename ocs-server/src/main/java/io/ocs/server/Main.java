package io.ocs.server;

import io.ocs.bench.BenchCommand;
import io.ocs.server.assembly.OcsServer;
import io.ocs.server.cli.AdjustCommand;
import io.ocs.server.cli.AlarmsCommand;
import io.ocs.server.cli.AuditCommand;
import io.ocs.server.cli.BackupCommand;
import io.ocs.server.cli.BalanceCommand;
import io.ocs.server.cli.CatalogCommand;
import io.ocs.server.cli.CdrCommand;
import io.ocs.server.cli.CompletionCommand;
import io.ocs.server.cli.DoctorCommand;
import io.ocs.server.cli.Failures;
import io.ocs.server.cli.HealthCommand;
import io.ocs.server.cli.JournalCommand;
import io.ocs.server.cli.Misspellings;
import io.ocs.server.cli.PeersCommand;
import io.ocs.server.cli.ProvisionCommand;
import io.ocs.server.cli.RateCommand;
import io.ocs.server.cli.ReconcileCommand;
import io.ocs.server.cli.RestoreCommand;
import io.ocs.server.cli.RunCommand;
import io.ocs.server.cli.SendCommand;
import io.ocs.server.cli.SessionsCommand;
import io.ocs.server.cli.SubscriberCommand;
import io.ocs.server.cli.TokenCommand;
import io.ocs.server.cli.TopUpCommand;
import io.ocs.server.cli.TraceCommand;
import io.ocs.server.cli.TransferCommand;
import io.ocs.server.demo.DemoCommand;
import io.ocs.sim.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Exit code 0: done; 1: refused or failed; 2: usage. */
@Command(
        name = "ocs",
        description = "Online charging system: Diameter Gy/Ro in, rated, reserved and debited, CDRs out.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  ocs run                                                          start a server here, on loopback",
            "  ocs provision --from 491700000000 --count 10 --offer prepaid-data --balance 10.00EUR",
            "  ocs send --msisdn 491700000000 --context data --request octets=1000000",
            "  ocs balance 491700000000",
            "",
            "Exit code: 0 done, 1 refused or failed, 2 usage. Each command explains itself: ocs COMMAND --help"
        })
public final class Main implements Runnable {
    private static final int HELP_WIDTH = 120;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine(OcsServer::start).execute(args));
    }

    /** All commands; {@code run} uses the starter. */
    public static CommandLine commandLine(ServerStarter starter) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new RunCommand(starter))
                .addSubcommand(new ProvisionCommand())
                .addSubcommand(new TopUpCommand())
                .addSubcommand(new AdjustCommand())
                .addSubcommand(new TransferCommand())
                .addSubcommand(new BalanceCommand())
                .addSubcommand(new SubscriberCommand())
                .addSubcommand(new SessionsCommand())
                .addSubcommand(new ReconcileCommand())
                .addSubcommand(new BackupCommand())
                .addSubcommand(new RestoreCommand())
                .addSubcommand(new JournalCommand())
                .addSubcommand(new CdrCommand())
                .addSubcommand(new CatalogCommand())
                .addSubcommand(new RateCommand())
                .addSubcommand(new SendCommand())
                .addSubcommand(new HealthCommand())
                .addSubcommand(new AlarmsCommand())
                .addSubcommand(new PeersCommand())
                .addSubcommand(new TraceCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new TokenCommand())
                .addSubcommand(new AuditCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new SimulateCommand())
                .addSubcommand(new BenchCommand());
        return line.setExecutionExceptionHandler(Failures::onException)
                .setParameterExceptionHandler(new Misspellings())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpWidth(HELP_WIDTH);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted");
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ocs " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
