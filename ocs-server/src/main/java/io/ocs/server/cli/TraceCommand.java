package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ocs.core.SubscriptionId;
import io.ocs.server.trace.Pcapng;
import io.ocs.server.trace.TraceHtml;
import io.ocs.server.trace.TraceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code ocs trace}. */
@Command(
        name = "trace",
        description = {
            "Traces one subscriber for a while: its messages with every AVP, and what the journal has of each decision: result, grants, charges, balances before and"
                    + " after, position, CDR number. Waits until the time is over, then prints them in order.",
            "",
            "Takes the role operator; who traces whom stands in the audit log. The trace ends by itself, also when this command is interrupted: 'ocs trace show' has"
                    + " it then.",
            "",
            "Exit code: 0 traced; 1 refused, or no answer; 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs trace --msisdn 491700000000 --for 10m",
            "  ocs trace --imsi 001010000000001 --for 30s --html trace.html --pcapng trace.pcapng",
            "  ocs trace list",
            "  ocs trace show 3 --output json | jq .events",
            "  ocs trace stop 3",
            "  ocs trace forget 3"
        })
public final class TraceCommand implements Callable<Integer> {
    private static final long LOOK_MS = 250;

    /** Whom. */
    static final class Whom {
        @Option(names = "--msisdn", paramLabel = "MSISDN", description = "The subscriber with this number.")
        private String msisdn;

        @Option(names = "--imsi", paramLabel = "IMSI", description = "The subscriber with this IMSI.")
        private String imsi;

        SubscriptionId identity() {
            return msisdn != null ? SubscriptionId.parse(msisdn) : SubscriptionId.imsi(imsi);
        }
    }

    /** Where to, beside the terminal. */
    static final class Targets {
        @Option(
                names = "--html",
                paramLabel = "FILE",
                description = "Also write it as one HTML file that needs nothing else.")
        private Path html;

        @Option(
                names = "--pcapng",
                paramLabel = "FILE",
                description = "Also write the messages as a capture that Wireshark opens.")
        private Path pcapng;

        void write(JsonNode trace) {
            if (html != null) {
                write(html, TraceHtml.of(trace).getBytes(StandardCharsets.UTF_8));
            }
            if (pcapng != null) {
                write(pcapng, Pcapng.of(trace));
            }
        }

        private static void write(Path file, byte[] content) {
            try {
                Files.write(file, content);
            } catch (IOException e) {
                throw new CommandFailure(file + " cannot be written: " + e, e);
            }
        }
    }

    /** As {@code 10m}. */
    static final class Lasts implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Duration.parse("PT" + text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("a time like 30s, 10m or 1h is wanted", e);
            }
        }
    }

    @ArgGroup
    private Whom whom;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = Lasts.class,
            description = "How long, 1s to 1h (default: ${DEFAULT-VALUE}).")
    private Duration lasts;

    @ArgGroup(exclusive = false)
    private Targets files = new Targets();

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        if (whom == null) {
            throw new ParameterException(
                    server.spec().commandLine(),
                    "--msisdn or --imsi is wanted, or a command: list, show, stop or forget");
        }
        AdminClient client = server.client();
        JsonNode begun = client.post(
                "/admin/v1/traces",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("identity", whom.identity().toString())
                        .put("lastsS", lasts.toSeconds()));
        String path = "/admin/v1/traces/" + begun.path("trace").asInt();
        server.spec()
                .commandLine()
                .getErr()
                .println("trace " + begun.path("trace").asText() + " runs until "
                        + begun.path("until").asText());
        while (isRunning(client, begun.path("trace").asInt())) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
        }
        print(client.get(path), files, server);
        return 0;
    }

    private static boolean isRunning(AdminClient client, int id) {
        for (JsonNode trace : client.get("/admin/v1/traces").path("traces")) {
            if (trace.path("trace").asInt() == id) {
                return !trace.path("over").asBoolean();
            }
        }
        return false;
    }

    private static void print(JsonNode trace, Targets files, ClientOptions server) {
        files.write(trace);
        server.print(trace, TraceText.of(trace));
    }

    @Command(name = "list", description = "Lists the traces that the server keeps, those that are over included.")
    int list(@Mixin ClientOptions target) {
        JsonNode found = target.client().get("/admin/v1/traces");
        Table table = new Table("TRACE", "OF", "BY", "BEGUN", "UNTIL", "OVER", "MESSAGES");
        for (JsonNode trace : found.path("traces")) {
            table.row(
                    Table.cell(trace, "trace", ""),
                    Table.cell(trace, "identity", ""),
                    Table.cell(trace, "by", ""),
                    Table.cell(trace, "begun", ""),
                    Table.cell(trace, "until", ""),
                    Table.cell(trace, "over", ""),
                    Table.cell(trace, "messages", ""));
        }
        target.print(found, found.path("traces").isEmpty() ? "no traces" : table.toString());
        return 0;
    }

    @Command(name = "show", description = "Prints a trace, as far as it has come.")
    int show(
            @Parameters(paramLabel = "TRACE", description = "Its number.") int trace,
            @ArgGroup(exclusive = false) Targets to,
            @Mixin ClientOptions target) {
        print(target.client().get("/admin/v1/traces/" + trace), to == null ? new Targets() : to, target);
        return 0;
    }

    @Command(name = "stop", description = "Ends a trace before its time; whoever waits for it gets it.")
    int stop(@Parameters(paramLabel = "TRACE", description = "Its number.") int trace, @Mixin ClientOptions target) {
        JsonNode ended = target.client().post("/admin/v1/traces/" + trace + "/end");
        target.print(
                ended, "trace " + trace + " is over, " + ended.path("messages").asText() + " messages");
        return 0;
    }

    @Command(name = "forget", description = "Removes a trace from the memory of the server, running or not.")
    int forget(@Parameters(paramLabel = "TRACE", description = "Its number.") int trace, @Mixin ClientOptions target) {
        target.client().end("/admin/v1/traces/" + trace);
        return 0;
    }
}
