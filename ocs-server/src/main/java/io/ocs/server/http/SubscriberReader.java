package io.ocs.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.state.LifeCycle;
import io.ocs.server.config.NearestName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** Reads a new subscriber from JSON. What it refuses is an {@link IllegalArgumentException} whose message says what is wanted. */
final class SubscriberReader {
    private static final int PRIORITY_MAX = 1_000;
    private static final int DEFAULT_PRIORITY = 100;
    private static final int IDENTITIES_MAX = 8;

    private final AdminPorts ports;

    SubscriberReader(AdminPorts ports) {
        this.ports = ports;
    }

    CreateSubscriber read(JsonNode row) {
        JsonBody body = new JsonBody(row)
                .knowing("identities", "offer", "memberOf", "balance", "state", "allowances", "buckets");
        OfferTerms offer = offer(body.text("offer"));
        List<OpeningBucket> buckets =
                body.items("buckets").stream().map(item -> bucket(item, offer)).toList();
        return new CreateSubscriber(
                identities(body),
                offer,
                body.parsed("memberOf", SubscriptionId::parse, null),
                body.parsed("balance", Money::parse, null),
                buckets,
                body.flag("allowances", buckets.isEmpty()),
                body.parsed("state", SubscriberReader::firstState, LifeCycle.ACTIVE));
    }

    /** The offer as it is now. */
    OfferTerms offer(String name) {
        return ports.offers()
                .terms(name, ports.clock().nowMs())
                .orElseThrow(() -> new IllegalArgumentException("there is no offer '" + name + "'"
                        + NearestName.hint(name, ports.offers().names()) + " (offers: "
                        + String.join(", ", ports.offers().names()) + ")"));
    }

    static LifeCycle lifeCycle(String text) {
        for (LifeCycle state : LifeCycle.values()) {
            if (state != LifeCycle.RECYCLED && Views.label(state).equals(text)) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "state '" + text + "': one of active, suspended, pre-active, grace, barred, terminated is wanted");
    }

    private static LifeCycle firstState(String text) {
        LifeCycle state = lifeCycle(text);
        if (state == LifeCycle.TERMINATED) {
            throw new IllegalArgumentException("state 'terminated': nobody begins with it");
        }
        return state;
    }

    private static List<SubscriptionId> identities(JsonBody body) {
        List<JsonNode> items = body.items("identities");
        if (items.isEmpty() || items.size() > IDENTITIES_MAX) {
            throw new IllegalArgumentException("1 to " + IDENTITIES_MAX
                    + " identities are wanted, like e164:491700000001 or imsi:001010000000001");
        }
        return items.stream().map(item -> SubscriptionId.parse(item.asText())).toList();
    }

    private OpeningBucket bucket(JsonNode item, OfferTerms offer) {
        JsonBody body = new JsonBody(item).knowing("kind", "amount", "priority", "expires", "allowance");
        UnitKind kind = kind(body.text("kind"));
        return new OpeningBucket(
                kind,
                kind == UnitKind.MONEY
                        ? money(body.parsed("amount", Money::parse), offer)
                        : body.number("amount", 1, Long.MAX_VALUE),
                body.has("priority") ? (int) body.number("priority", 0, PRIORITY_MAX) : DEFAULT_PRIORITY,
                body.has("expires") ? instant(body.text("expires")) : Long.MAX_VALUE,
                body.has("allowance") ? allowance(body.text("allowance")) : noAllowance(kind));
    }

    private static long money(Money amount, OfferTerms offer) {
        if (amount.currency().getNumericCode() != offer.currency()) {
            throw new IllegalArgumentException("the offer " + offer.name() + " is in "
                    + Money.currencyOf(offer.currency()) + ", a bucket of " + amount + " cannot be");
        }
        return amount.micros();
    }

    private long allowance(String name) {
        return ports.offers()
                .allowanceKey(name)
                .orElseThrow(() -> new IllegalArgumentException("no offer has an allowance '" + name + "'"));
    }

    private static long noAllowance(UnitKind kind) {
        if (kind != UnitKind.MONEY) {
            throw new IllegalArgumentException("a bucket of " + Views.label(kind)
                    + " needs the name of its allowance, which says what it pays for");
        }
        return 0;
    }

    private static UnitKind kind(String text) {
        for (UnitKind kind : UnitKind.values()) {
            if (Views.label(kind).equals(text.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "kind '" + text + "': one of time, total-octets, service-specific, money is wanted");
    }

    private static long instant(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expires '" + text + "': a time like 2026-12-31T23:59:59Z is wanted", e);
        }
    }
}
