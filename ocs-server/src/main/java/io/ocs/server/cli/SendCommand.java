package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionId;
import io.ocs.server.config.HostPort;
import io.ocs.server.rate.UnitsText;
import io.ocs.server.send.CreditControlFields;
import io.ocs.server.send.DecodedAvp;
import io.ocs.server.send.DiameterClient;
import io.ocs.server.send.DiameterMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ocs send}. */
@Command(
        name = "send",
        description =
                "Sends one credit-control request over Diameter, as a network element would, and shows the answer.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  A data session of three requests:",
            "  ocs send --msisdn 491700000000 --session-id 'a;1;1' --request octets=1000000",
            "  ocs send --msisdn 491700000000 --session-id 'a;1;1' --type update --used octets=800000 --request octets=1000000",
            "  ocs send --msisdn 491700000000 --session-id 'a;1;1' --type termination --number 2 --used octets=120000",
            "",
            "  A call, an SMS, and questions that cost nothing:",
            "  ocs send --msisdn 491700000000 --context voice --called 4930123456 --request time=60",
            "  ocs send --msisdn 491700000000 --context sms --type event --request units=1 --called 491710000000",
            "  ocs send --msisdn 491700000000 --type event --action check --context sms --request units=1",
            "",
            "  Exit code 0 if the answer's Result-Code is 2xxx, 1 for others or none, 2 usage."
        })
public final class SendCommand implements Callable<Integer> {
    private static final Map<String, String> CONTEXTS = Map.of(
            "data", "32251@3gpp.org", "voice", "32260@3gpp.org", "sms", "32274@3gpp.org", "mms", "32270@3gpp.org");

    /** Requested-Action by short names. */
    enum Action {
        DEBIT,
        REFUND,
        CHECK,
        PRICE
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:3868",
            description = "The server (default: ${DEFAULT-VALUE}).")
    private String connect;

    @Option(
            names = "--origin-host",
            defaultValue = "send.example.com",
            paramLabel = "NAME",
            description = "What this client calls itself (default: ${DEFAULT-VALUE}).")
    private String originHost;

    @Option(
            names = "--origin-realm",
            defaultValue = "example.com",
            paramLabel = "NAME",
            description = "Its realm (default: ${DEFAULT-VALUE}).")
    private String originRealm;

    @Option(
            names = "--realm",
            defaultValue = "example.com",
            paramLabel = "NAME",
            description = "Destination-Realm (default: ${DEFAULT-VALUE}).")
    private String destinationRealm;

    @Option(
            names = "--type",
            defaultValue = "initial",
            paramLabel = "TYPE",
            description = "initial, update, termination or event (default: ${DEFAULT-VALUE}).")
    private RequestType type;

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "CC-Request-Number (default: 0 for initial and event, else 1).")
    private Long number;

    @Option(names = "--session-id", paramLabel = "ID", description = "Session-Id (default: a new one).")
    private String sessionId;

    @Option(
            names = "--msisdn",
            paramLabel = "NUMBER",
            description = "Subscription-Id of type E.164; may be repeated, like the next two.")
    private List<String> msisdns = new ArrayList<>();

    @Option(names = "--imsi", paramLabel = "IMSI", description = "Subscription-Id of type IMSI.")
    private List<String> imsis = new ArrayList<>();

    @Option(
            names = "--subscription",
            paramLabel = "TYPE:DATA",
            description = "Subscription-Id of another type, like sip-uri:alice@example.com.")
    private List<String> others = new ArrayList<>();

    @Option(
            names = "--context",
            defaultValue = "data",
            paramLabel = "CONTEXT",
            description = "data, voice, sms, mms, or a whole Service-Context-Id (default: ${DEFAULT-VALUE}).")
    private String context;

    @Option(names = "--rating-group", paramLabel = "N", description = "Rating-Group (default: none).")
    private Long ratingGroup;

    @Option(names = "--service-id", paramLabel = "N", description = "Service-Identifier (default: none).")
    private Long serviceIdentifier;

    @Option(
            names = "--request",
            paramLabel = "UNITS",
            description =
                    "Units asked for: octets=N, in=N, out=N, time=SECONDS, units=N, several by commas; none for an empty Requested-Service-Unit.")
    private String request;

    @Option(
            names = "--used",
            paramLabel = "UNITS",
            description = "Units used since the last request, written like those of --request.")
    private String used;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "Requested-Action of an event: debit, refund, check or price (default for events: debit).")
    private Action action;

    @Option(names = "--called", paramLabel = "NUMBER", description = "Called party, or recipient of a message.")
    private String called;

    @Option(
            names = "--no-mscc",
            description = "Units at command level instead of in a Multiple-Services-Credit-Control.")
    private boolean ungrouped;

    @Option(names = "--t-flag", description = "Marks the request as possibly sent before (T flag).")
    private boolean retransmitted;

    @Option(names = "--hex", description = "Shows the octets of request and answer too.")
    private boolean hex;

    @Option(
            names = "--timeout",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "How long to wait (default: ${DEFAULT-VALUE}).")
    private int timeoutS;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private ClientOptions.Output output;

    @Override
    public Integer call() {
        CreditControlFields fields = fields();
        HostPort server = usage(() -> HostPort.parse(connect));
        try (DiameterClient client =
                DiameterClient.connect(server.socketAddress(), timeoutS * 1_000, originHost, originRealm)) {
            DiameterClient.Exchange exchange = client.creditControl(fields.avps(client), retransmitted);
            show(exchange, fields);
            return exchange.answer().resultCode() / 1_000 == 2 ? 0 : 1;
        } catch (java.net.ConnectException e) {
            throw new CommandFailure(
                    "no server listens on " + connect + "; start one with 'ocs run', or say where with --connect", e);
        } catch (java.net.SocketTimeoutException e) {
            throw new CommandFailure("no answer from " + connect + " within " + timeoutS + " s", e);
        } catch (java.io.EOFException e) {
            throw new CommandFailure(connect + " closed the connection without an answer", e);
        } catch (IOException e) {
            throw new CommandFailure(connect + ": " + e.getMessage(), e);
        }
    }

    private CreditControlFields fields() {
        boolean first = type == RequestType.INITIAL || type == RequestType.EVENT;
        List<SubscriptionId> subscriptions = usage(this::subscriptions);
        if (subscriptions.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "say who: --msisdn, --imsi or --subscription");
        }
        RequestedAction requestedAction = action != null
                ? RequestedAction.of(action.ordinal())
                : type == RequestType.EVENT ? RequestedAction.DIRECT_DEBITING : null;
        Instant now = Instant.now();
        return new CreditControlFields(
                sessionId != null ? sessionId : originHost + ";" + now.getEpochSecond() + ";" + now.getNano() + ";send",
                destinationRealm,
                CONTEXTS.getOrDefault(context, context),
                type,
                number != null ? number : first ? 0 : 1,
                requestedAction,
                subscriptions,
                ratingGroup,
                serviceIdentifier,
                usage(() -> UnitsText.parse(request)),
                usage(() -> UnitsText.parse(used)),
                !ungrouped,
                called,
                now);
    }

    private List<SubscriptionId> subscriptions() {
        List<SubscriptionId> all = new ArrayList<>();
        imsis.forEach(imsi -> all.add(SubscriptionId.imsi(imsi)));
        msisdns.forEach(msisdn -> all.add(SubscriptionId.e164(msisdn)));
        others.forEach(other -> all.add(SubscriptionId.parse(other)));
        return all;
    }

    /** What is wrong in an option's value is a mistake of usage. */
    private <T> T usage(java.util.function.Supplier<T> parsed) {
        try {
            return parsed.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void show(DiameterClient.Exchange exchange, CreditControlFields fields) {
        PrintWriter out = spec.commandLine().getOut();
        List<DecodedAvp> avps = exchange.answer().avps();
        if (output == ClientOptions.Output.JSON) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("sessionId", fields.sessionId())
                    .put("micros", exchange.nanos() / 1_000);
            avps.forEach(avp -> json.withArray("avps").add(avp.json()));
            if (hex) {
                json.put("request", exchange.request());
                json.put("answer", exchange.answer().octets());
            }
            out.println(json.toPrettyString());
        } else {
            out.printf(Locale.ROOT, "answer after %.1f ms%n%s", exchange.nanos() / 1e6, DecodedAvp.text(avps, "  "));
            if (hex) {
                out.print("request\n" + DiameterMessage.dump(exchange.request()) + "answer\n"
                        + DiameterMessage.dump(exchange.answer().octets()));
            }
        }
        out.flush();
    }
}
