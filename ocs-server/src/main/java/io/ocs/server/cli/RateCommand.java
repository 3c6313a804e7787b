package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.core.Money;
import io.ocs.rating.catalog.CatalogException;
import io.ocs.rating.catalog.Offer;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.config.NearestName;
import io.ocs.server.rate.Holdings;
import io.ocs.server.rate.OfflineRating;
import io.ocs.server.rate.RatingAnswer;
import io.ocs.server.rate.RatingReport;
import io.ocs.server.rate.UnitsText;
import io.ocs.server.rate.UsageDescription;
import io.ocs.server.replay.CdrRows;
import io.ocs.server.replay.ReplayReport;
import io.ocs.server.replay.ReplaySums;
import io.ocs.server.replay.UsageReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ocs rate}. */
@Command(
        name = "rate",
        description = {
            "Tells what a usage would cost under an offer of a catalogue, and with --explain how that comes about: which price applies and why the others "
                    + "do not, steps, tiers, discounts, taxes, rounding, and which allowance or money pays. Computed by the code that charges; nothing is "
                    + "written. No server is needed, except to look up a subscriber.",
            "",
            "With --replay: what the usage of a day's charging data records would have brought in under that catalogue, and for whom it would have been more or "
                    + "less. Units that allowances have paid stay paid by them; counters begin with the first record.",
            "",
            "Exit code: 0 rated, 1 no price applies or the catalogue is refused, 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs rate --offer prepaid-data --used octets=1000000 --explain",
            "  ocs rate --offer prepaid-voice --service voice --called 4930123456 --used time=3600 --at 2026-11-24T18:30 "
                    + "--time-zone Europe/Berlin --explain",
            "  ocs rate --catalog drafts/january --offer family --used octets=25000000000 --output json",
            "  ocs rate --subscriber 491700000000 --used octets=1000000000 --explain",
            "  ocs rate --replay data/cdr --catalog drafts/january"
        })
public final class RateCommand implements Callable<Integer> {
    /** Whose side of a call, by its Role-Of-Node. */
    enum Direction {
        ORIGINATING,
        TERMINATING
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--catalog", paramLabel = "DIR", description = "The catalogue (default: config/catalog).")
    private Path directory;

    @Option(
            names = "--offer",
            paramLabel = "NAME",
            description = "An offer of the catalogue, as somebody has it who has just subscribed.")
    private String offer;

    @Option(
            names = "--subscriber",
            paramLabel = "IDENTITY",
            description =
                    "A subscriber of the running server, such as 491700000000: with the offer and the buckets that it has now.")
    private String subscriber;

    @Mixin
    private ClientOptions server;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "data",
            description = "data, voice, sms, mms or event (default: ${DEFAULT-VALUE}).")
    private String service;

    @Option(names = "--used", paramLabel = "UNITS", description = "What is used: octets=N, time=SECONDS or units=N.")
    private String used;

    @Option(names = "--called", paramLabel = "NUMBER", description = "Called number.")
    private String called;

    @Option(names = "--rating-group", paramLabel = "N", description = "Rating-Group of the request.")
    private Long ratingGroup;

    @Option(names = "--service-identifier", paramLabel = "N", description = "Service-Identifier of the request.")
    private Long serviceIdentifier;

    @Option(names = "--apn", paramLabel = "NAME", description = "Access point name.")
    private String accessPoint;

    @Option(names = "--visited", paramLabel = "MCCMNC", description = "Visited network, such as 26201.")
    private String visited;

    @Option(names = "--rat-type", paramLabel = "N", description = "3GPP-RAT-Type, such as 6 for EUTRAN.")
    private Integer ratType;

    @Option(names = "--qos-class", paramLabel = "N", description = "QoS-Class-Identifier, such as 9.")
    private Integer qosClass;

    @Option(names = "--direction", paramLabel = "SIDE", description = "originating or terminating.")
    private Direction direction;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "When the usage begins: 2026-11-24T18:30 by --time-zone, or 2026-11-24T17:30:00Z (default: now).")
    private String at;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Clock of --at and of the times shown (default: ${DEFAULT-VALUE}).")
    private ZoneId zone;

    @Option(
            names = "--balance",
            paramLabel = "AMOUNT",
            description = "Money of the account, like 10.00EUR (default: as much as needed).")
    private String balance;

    @Option(names = "--without-allowances", description = "As if the offer's allowances were used up.")
    private boolean withoutAllowances;

    @Option(names = "--explain", description = "Shows every rule that made the price.")
    private boolean explain;

    @Option(
            names = "--replay",
            paramLabel = "CDRS",
            description =
                    "In place of a usage: all usage of charging data records (a folder of *.csv, or one such file), priced by the catalogue.")
    private Path replay;

    @Option(
            names = "--shown",
            paramLabel = "N",
            defaultValue = "20",
            description = "Of --replay: how many customers are listed (default: ${DEFAULT-VALUE}).")
    private int shown;

    @Override
    public Integer call() {
        return replay == null ? rate() : replay();
    }

    private int replay() {
        if (offer != null || subscriber != null || used != null) {
            throw usage("--replay takes offers and usage from the records: without --offer, --subscriber and --used");
        }
        ReplaySums sums = new ReplaySums();
        UsageReplay usage = new UsageReplay(load(directory), sums);
        try {
            CdrRows rows = CdrRows.in(replay);
            try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "octets", rows.octets())) {
                rows.forEach(usage, bar::at);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(replay + " cannot be read: " + e, e);
        }
        ReplayReport report = new ReplayReport(sums);
        server.print(report.json(), report.text(shown));
        return 0;
    }

    private int rate() {
        if (used == null) {
            throw usage("--used is wanted: octets=N, time=SECONDS or units=N");
        }
        if ((offer == null) == (subscriber == null)) {
            throw usage("--offer or --subscriber is wanted, one of them");
        }
        if (subscriber != null && balance != null) {
            throw usage("--balance goes with --offer: a subscriber has its own");
        }
        TariffCatalog catalog = load(directory);
        JsonNode card =
                subscriber == null ? null : server.client().get(SubscriberCommand.path(subscriber) + "/balance");
        Offer found = find(catalog, card == null ? offer : card.path("offer").asText());
        Holdings holdings = card == null
                ? Holdings.ofNewSubscriber(found, balanceMicros(found), startMs())
                : SubscriberHoldings.of(card);
        RatingAnswer answer = OfflineRating.answer(description()
                .question(
                        catalog, found.name(), startMs(), withoutAllowances ? holdings.withoutAllowances() : holdings));
        RatingReport report = new RatingReport(answer, explain);
        server.print(report.json(), report.text(zone));
        return answer.isRated() ? 0 : 1;
    }

    private static Offer find(TariffCatalog catalog, String name) {
        return catalog.current(name)
                .orElseThrow(() -> new CommandFailure("there is no offer '" + name + "'"
                        + NearestName.hint(
                                name, catalog.offers().stream().map(Offer::name).toList())));
    }

    /** The catalogue of a directory, or the one in this installation. */
    static TariffCatalog load(Path directory) {
        Path path = directory == null ? Path.of(System.getProperty("ocs.home", "."), "config", "catalog") : directory;
        try {
            return TariffCatalog.load(path);
        } catch (CatalogException e) {
            throw new CommandFailure("the catalogue in " + path + " is refused:\n" + e.getMessage(), e);
        }
    }

    private UsageDescription description() {
        try {
            return new UsageDescription(
                    UsageDescription.service(service),
                    UnitsText.parse(used),
                    called,
                    ratingGroup,
                    serviceIdentifier,
                    accessPoint,
                    visited,
                    ratType,
                    qosClass,
                    direction == null ? null : direction.ordinal());
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private long startMs() {
        try {
            return at == null
                    ? System.currentTimeMillis()
                    : at.endsWith("Z")
                            ? Instant.parse(at).toEpochMilli()
                            : LocalDateTime.parse(at).atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw usage("'" + at + "' is no time such as 2026-11-24T18:30 or 2026-11-24T17:30:00Z");
        }
    }

    private Long balanceMicros(Offer found) {
        if (balance == null) {
            return null;
        }
        try {
            Money money = Money.parse(balance);
            if (!money.currency().equals(found.currency())) {
                throw usage("the offer's currency is " + found.currency() + ", not " + money.currency());
            }
            return money.micros();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
