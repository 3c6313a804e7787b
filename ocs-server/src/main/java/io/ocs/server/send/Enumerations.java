package io.ocs.server.send;

import io.ocs.core.ResultCode;
import io.ocs.core.TriggerType;
import io.ocs.server.send.AvpDictionary.DataType;
import io.ocs.server.send.AvpDictionary.Definition;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The enumerated AVPs with the names of their values. */
final class Enumerations {

    private Enumerations() {}

    static void addTo(Consumer<Definition> dictionary) {
        dictionary.accept(new Definition(870, AvpDictionary.TGPP, "Trigger-Type", DataType.UNSIGNED32, triggerTypes()));
        dictionary.accept(new Definition(268, 0, "Result-Code", DataType.UNSIGNED32, resultCodes()));
        add(
                dictionary,
                416,
                0,
                "CC-Request-Type",
                1,
                "INITIAL_REQUEST UPDATE_REQUEST TERMINATION_REQUEST EVENT_REQUEST");
        add(dictionary, 436, 0, "Requested-Action", 0, "DIRECT_DEBITING REFUND_ACCOUNT CHECK_BALANCE PRICE_ENQUIRY");
        add(
                dictionary,
                450,
                0,
                "Subscription-Id-Type",
                0,
                "END_USER_E164 END_USER_IMSI END_USER_SIP_URI END_USER_NAI END_USER_PRIVATE");
        add(dictionary, 455, 0, "Multiple-Services-Indicator", 0, "NOT_SUPPORTED SUPPORTED");
        add(dictionary, 449, 0, "Final-Unit-Action", 0, "TERMINATE REDIRECT RESTRICT_ACCESS");
        add(dictionary, 422, 0, "Check-Balance-Result", 0, "ENOUGH_CREDIT NO_CREDIT");
        add(dictionary, 418, 0, "CC-Session-Failover", 0, "NOT_SUPPORTED SUPPORTED");
        add(dictionary, 427, 0, "Credit-Control-Failure-Handling", 0, "TERMINATE CONTINUE RETRY_AND_TERMINATE");
        add(dictionary, 428, 0, "Direct-Debiting-Failure-Handling", 0, "TERMINATE_OR_BUFFER CONTINUE");
        add(dictionary, 452, 0, "Tariff-Change-Usage", 0, "BEFORE AFTER INDETERMINATE");
        add(dictionary, 433, 0, "Redirect-Address-Type", 0, "IPV4 IPV6 URL SIP_URI");
        add(
                dictionary,
                454,
                0,
                "CC-Unit-Type",
                0,
                "TIME MONEY TOTAL-OCTETS INPUT-OCTETS OUTPUT-OCTETS SERVICE-SPECIFIC-UNITS");
        add(dictionary, 273, 0, "Disconnect-Cause", 0, "REBOOTING BUSY DO_NOT_WANT_TO_TALK_TO_YOU");
        add(dictionary, 299, 0, "Inband-Security-Id", 0, "NO_INBAND_SECURITY TLS");
        add(
                dictionary,
                295,
                0,
                "Termination-Cause",
                1,
                "LOGOUT SERVICE_NOT_PROVIDED BAD_ANSWER ADMINISTRATIVE LINK_BROKEN AUTH_EXPIRED USER_MOVED SESSION_TIMEOUT");
        add(
                dictionary,
                899,
                AvpDictionary.TGPP,
                "Address-Type",
                0,
                "E-MAIL MSISDN IPV4 IPV6 NUMERIC_SHORTCODE ALPHANUMERIC_SHORTCODE OTHER IMSI");
        add(dictionary, 2020, AvpDictionary.TGPP, "Low-Balance-Indication", 0, "NOT_APPLICABLE YES");
        add(
                dictionary,
                2055,
                AvpDictionary.TGPP,
                "AoC-Request-Type",
                0,
                "AoC_NOT_REQUESTED AoC_FULL AoC_COST_ONLY AoC_TARIFF_ONLY");
        add(
                dictionary,
                872,
                AvpDictionary.TGPP,
                "Reporting-Reason",
                0,
                "THRESHOLD QHT FINAL QUOTA_EXHAUSTED VALIDITY_TIME OTHER_QUOTA_TYPE RATING_CONDITION_CHANGE FORCED_REAUTHORISATION POOL_EXHAUSTED");
    }

    private static void add(
            Consumer<Definition> dictionary, int code, int vendor, String name, int first, String values) {
        Map<Integer, String> names = new HashMap<>();
        int value = first;
        for (String each : values.split(" ")) {
            names.put(value++, each);
        }
        dictionary.accept(new Definition(code, vendor, name, DataType.UNSIGNED32, names));
    }

    private static Map<Integer, String> triggerTypes() {
        Map<Integer, String> names = new HashMap<>();
        for (TriggerType type : TriggerType.values()) {
            names.put(type.value(), type.name());
        }
        return names;
    }

    private static Map<Integer, String> resultCodes() {
        Map<Integer, String> names = new HashMap<>();
        for (ResultCode code : ResultCode.values()) {
            names.put(code.code(), code.name());
        }
        return names;
    }
}
