package io.ocs.server.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A usage record as its file has it, in the words of docs/CDR_FORMAT.md.
 *
 * @param customer the number by which people know the subscriber
 * @param offer and {@code price}: what the record was charged by; empty where nothing was found
 * @param unit of the units charged
 * @param units charged; negative for a refund
 * @param used as reported, by kind
 * @param totalUnits of the service in the session so far, this record included
 */
record UsageRecord(
        String customer,
        long accountId,
        long subscriberId,
        String currency,
        String sessionId,
        RequestType type,
        boolean closed,
        long receivedMs,
        long openedMs,
        long ratedMs,
        String offer,
        String price,
        UnitKind unit,
        long units,
        Map<UnitKind, Long> used,
        long chargedMicros,
        long totalUnits,
        List<Payment> payments,
        CreditControlRequest request,
        ServiceUsage usage) {

    /** Reporting-Reason (TS 32.299). */
    private static final int RATING_CONDITION_CHANGE = 6;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<UnitKind, String> USED = Map.of(
            UnitKind.TIME, "used_time_s",
            UnitKind.TOTAL_OCTETS, "used_total_octets",
            UnitKind.INPUT_OCTETS, "used_input_octets",
            UnitKind.OUTPUT_OCTETS, "used_output_octets",
            UnitKind.SERVICE_SPECIFIC, "used_service_specific");

    /** One bucket's part: {@code units} that {@code amount} of it paid for. */
    record Payment(boolean isMoney, long amount, long units) {}

    /** @throws IllegalArgumentException if a value is not of its type */
    static UsageRecord of(Map<String, String> values) {
        CreditControlRequest request = request(values);
        ServiceUsage usage = request.addService();
        usage.ratingGroup(number(values, "rating_group", ServiceUsage.ABSENT));
        usage.serviceIdentifier(number(values, "service_identifier", ServiceUsage.ABSENT));
        usage.reportingReason((int) number(values, "reporting_reason", ServiceUsage.ABSENT));
        Map<UnitKind, Long> used = new EnumMap<>(UnitKind.class);
        USED.forEach((kind, column) -> {
            if (!text(values, column).isEmpty()) {
                used.put(kind, number(values, column, 0));
                usage.used(kind, number(values, column, 0));
            }
        });
        String[] tariff = text(values, "tariff").split("/", 3);
        return new UsageRecord(
                customer(values),
                number(values, "account_id", 0),
                number(values, "subscriber_id", 0),
                text(values, "currency"),
                text(values, "session_id"),
                RequestType.valueOf(text(values, "request_type")),
                text(values, "session_closed").startsWith("t"),
                instant(values, "received_at", "received_at"),
                instant(values, "opened_at", "rated_at"),
                instant(values, "rated_at", "received_at"),
                tariff[0],
                tariff.length > 1 ? tariff[1] : "",
                UnitKind.valueOf(text(values, "charged_unit")),
                number(values, "charged_units", 0),
                used,
                number(values, "charged_micros", 0),
                number(values, "service_total_units", 0),
                inOrder(payments(text(values, "debits")), number(values, "setup_micros", 0)),
                request,
                usage);
    }

    private static CreditControlRequest request(Map<String, String> values) {
        CreditControlRequest request = new CreditControlRequest();
        Octets contextId = new Octets(256);
        contextId.set(text(values, "service_context_id"));
        request.context(ServiceContext.of(contextId));
        request.apn.set(text(values, "apn"));
        request.visitedNetwork.set(text(values, "visited_network"));
        if (!text(values, "rat_type").isEmpty()) {
            request.ratType((int) number(values, "rat_type", 0));
        }
        String[] called = text(values, "called_party").split(" ");
        for (int i = 0; i < called.length && i < CreditControlRequest.RECIPIENTS_MAX; i++) {
            request.addRecipient().set(called[i]);
        }
        return request;
    }

    private static String customer(Map<String, String> values) {
        String number = text(values, "subscription_e164");
        String card = text(values, "subscription_imsi");
        return !number.isEmpty() ? number : !card.isEmpty() ? card : "subscriber " + text(values, "subscriber_id");
    }

    private static List<Payment> payments(String debits) {
        List<Payment> payments = new ArrayList<>();
        if (debits.isEmpty()) {
            return payments;
        }
        try {
            for (JsonNode debit : JSON.readTree(debits)) {
                payments.add(new Payment(
                        debit.path("unit").asText().equals(UnitKind.MONEY.name()),
                        debit.path("amount").asLong(),
                        debit.path("units").asLong()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("'debits' is no JSON", e);
        }
        return payments;
    }

    /** A set-up fee stands first, and what money paid of the same segment behind the allowances stands with it. */
    private static List<Payment> inOrder(List<Payment> payments, long setupMicros) {
        boolean together = setupMicros > 0
                && payments.size() > 1
                && payments.get(0).isMoney()
                && payments.get(0).units() > 0
                && payments.stream().anyMatch(payment -> !payment.isMoney());
        if (together) {
            payments.add(payments.remove(0));
        }
        return payments;
    }

    private static String text(Map<String, String> values, String column) {
        String value = values.get(column);
        if (value == null) {
            throw new IllegalArgumentException("there is no column " + column);
        }
        return value;
    }

    private static long number(Map<String, String> values, String column, long absent) {
        String text = text(values, column);
        return text.isEmpty() ? absent : Long.parseLong(text);
    }

    private static long instant(Map<String, String> values, String column, String otherwise) {
        String text = text(values, column);
        return Instant.parse(text.isEmpty() ? text(values, otherwise) : text).toEpochMilli();
    }

    /** Whether it gives money back. */
    boolean isRefund() {
        return units < 0 || (units == 0 && chargedMicros < 0);
    }

    /** Whether it was reported because access, network or QoS have changed, of which it tells the new ones. */
    boolean tellsOtherConditions() {
        return usage.reportingReason() == RATING_CONDITION_CHANGE;
    }

    /** Whether an amount of money was asked for, which no catalogue changes. */
    boolean isOfMoney() {
        return unit == UnitKind.MONEY;
    }

    /** The service within its session. */
    String service() {
        return usage.ratingGroup() + "/" + usage.serviceIdentifier();
    }
}
