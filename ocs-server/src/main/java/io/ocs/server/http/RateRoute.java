package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.state.AccountEntry;
import io.ocs.rating.catalog.Offer;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.config.NearestName;
import io.ocs.server.rate.Holdings;
import io.ocs.server.rate.OfflineRating;
import io.ocs.server.rate.RatingQuestion;
import io.ocs.server.rate.RatingReport;
import io.ocs.server.rate.UnitsText;
import io.ocs.server.rate.UsageDescription;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code GET /admin/v1/rate}: what a usage would cost by the catalogue in force, and how that comes about. The code that charges; nothing is written. */
final class RateRoute {

    private static final Set<String> KNOWN = new TreeSet<>(List.of(
            "subscriber",
            "offer",
            "service",
            "used",
            "called",
            "ratingGroup",
            "serviceIdentifier",
            "apn",
            "visited",
            "ratType",
            "qosClass",
            "direction",
            "at",
            "balance",
            "withoutAllowances"));

    private final AdminPorts ports;

    RateRoute(AdminPorts ports) {
        this.ports = ports;
    }

    void handle(RoutingContext context) {
        Query query = new Query(context.queryParams());
        TariffCatalog catalog = ports.catalog().catalog();
        UsageDescription usage = query.usage();
        long atMs = query.value("at", RateRoute::instantMs, ports.clock().nowMs());
        boolean without = query.value("withoutAllowances", RateRoute::flag, false);
        String named = query.value("offer", text -> text, null);
        SubscriptionId subscriber = query.value("subscriber", SubscriptionId::parse, null);
        if ((named == null) == (subscriber == null)) {
            throw new IllegalArgumentException("'offer' or 'subscriber' is wanted, one of them");
        }
        if (subscriber == null) {
            Offer offer = offer(catalog, named);
            Money balance = query.value("balance", Money::parse, null);
            if (balance != null && !balance.currency().equals(offer.currency())) {
                throw new IllegalArgumentException("the offer's currency is " + offer.currency());
            }
            Long micros = balance == null ? null : Long.valueOf(balance.micros());
            Holdings all = Holdings.ofNewSubscriber(offer, micros, atMs);
            answer(
                    context,
                    offer,
                    usage.question(catalog, offer.name(), atMs, without ? all.withoutAllowances() : all));
            return;
        }
        if (query.has("balance")) {
            throw new IllegalArgumentException("'balance' goes with 'offer': a subscriber has its own");
        }
        Replies.when(context, ports.administration().subscriber(subscriber), found -> {
            SubscriberView view = found.orElseThrow(() ->
                    new ProblemException(404, "unknown-subscriber", "no subscriber has the identity " + subscriber));
            Offer offer = offer(catalog, view.offer());
            Holdings all = holdings(view);
            answer(
                    context,
                    offer,
                    usage.question(catalog, offer.name(), atMs, without ? all.withoutAllowances() : all));
        });
    }

    private void answer(RoutingContext context, Offer offer, RatingQuestion question) {
        try {
            ObjectNode json = new RatingReport(OfflineRating.answer(question), true).json();
            json.put("offer", offer.name())
                    .put("catalog", question.catalog().version())
                    .put("at", Instant.ofEpochMilli(question.startMs()).toString());
            Replies.json(context, 200, json);
        } catch (ArithmeticException e) {
            context.fail(new ProblemException(
                    422, "rating-failed", "an amount is too large: such a request is answered 5031"));
        }
    }

    /** As the catalogue names it, else what is sold under that name. */
    private static Offer offer(TariffCatalog catalog, String name) {
        return catalog.offer(name)
                .or(() -> catalog.current(name))
                .orElseThrow(() -> new ProblemException(
                        404,
                        "unknown-offer",
                        "there is no offer '" + name + "'"
                                + NearestName.hint(
                                        name,
                                        catalog.offers().stream()
                                                .map(Offer::name)
                                                .toList())));
    }

    /** What is available: neither used nor reserved. */
    private static Holdings holdings(SubscriberView view) {
        Long money = 0L;
        List<Holdings.Bucket> buckets = new ArrayList<>();
        Map<Long, Long> counted = new HashMap<>();
        for (SubscriberView.Bucket bucket : view.buckets()) {
            if (bucket.id() == AccountEntry.MAIN_BUCKET) {
                money = bucket.available() == Long.MAX_VALUE ? null : Long.valueOf(bucket.available());
            } else {
                buckets.add(new Holdings.Bucket(
                        bucket.kind() + " " + bucket.id(),
                        bucket.kind(),
                        bucket.available(),
                        bucket.priority(),
                        bucket.expiresMs(),
                        bucket.allowance()));
            }
        }
        view.counters().forEach(counter -> counted.put(counter.key(), counter.value()));
        return new Holdings(money, 0, buckets, counted); // what is available is so down to the credit limit
    }

    private static long instantMs(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'at' is a time such as 2026-11-24T17:30:00Z", e);
        }
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("'withoutAllowances' is true or false");
        }
        return text.equals("true");
    }

    /** The parameters, each at most once, none that nobody knows. */
    private record Query(MultiMap parameters) {

        Query {
            for (String name : parameters.names()) {
                if (!KNOWN.contains(name)) {
                    throw new IllegalArgumentException(
                            "unknown parameter '" + name + "'" + NearestName.hint(name, KNOWN));
                }
                if (parameters.getAll(name).size() > 1) {
                    throw new IllegalArgumentException("'" + name + "' stands there twice");
                }
            }
        }

        boolean has(String name) {
            return parameters.contains(name);
        }

        <T> T value(String name, Function<String, T> parser, T absent) {
            return has(name) ? parser.apply(parameters.get(name)) : absent;
        }

        private Integer small(String name, int max) {
            return value(name, text -> (int) whole(name, text, max), null);
        }

        private Long identifier(String name) {
            return value(name, text -> whole(name, text, 0xffff_ffffL), null);
        }

        private static long whole(String name, String text, long max) {
            if (!text.matches("\\d{1,10}") || Long.parseLong(text) > max) {
                throw new IllegalArgumentException("'" + name + "' is a whole number of 0 to " + max);
            }
            return Long.parseLong(text);
        }

        UsageDescription usage() {
            if (!has("used")) {
                throw new IllegalArgumentException("'used' is wanted: octets=N, time=SECONDS or units=N");
            }
            return new UsageDescription(
                    UsageDescription.service(value("service", text -> text, "data")),
                    UnitsText.parse(parameters.get("used")),
                    value("called", text -> text, null),
                    identifier("ratingGroup"),
                    identifier("serviceIdentifier"),
                    value("apn", text -> text, null),
                    value("visited", text -> text, null),
                    small("ratType", 255),
                    small("qosClass", 255),
                    value("direction", Query::role, null));
        }

        private static Integer role(String text) {
            return switch (text) {
                case "originating" -> 0;
                case "terminating" -> 1;
                default -> throw new IllegalArgumentException("'direction' is originating or terminating");
            };
        }
    }
}
