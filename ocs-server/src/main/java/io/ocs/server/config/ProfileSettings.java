package io.ocs.server.config;

import io.ocs.core.TriggerType;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.ClientProfile.FailureHandling;
import io.ocs.core.request.ClientProfile.FailureHandling.CreditControl;
import io.ocs.core.request.ClientProfile.FailureHandling.DirectDebiting;
import io.ocs.core.request.ClientProfile.FailureHandling.SessionFailover;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of client, as an entry of {@code diameter.profiles} or as the program has it. An entry changes what it says of the built-in profile of
 * its name, or of the default for a new name.
 *
 * @param products Product-Names that tell a client of this kind, whatever their case
 */
public record ProfileSettings(ClientProfile profile, List<String> products) {

    private static final List<ProfileSettings> BUILT_IN = List.of(
            new ProfileSettings(ClientProfile.DEFAULT, List.of()),
            new ProfileSettings(ClientProfile.OPEN5GS, List.of("freeDiameter", "Open5GS")),
            new ProfileSettings(ClientProfile.KAMAILIO, List.of("kamailio-cdp")));

    private static final ValueReader<String> NAME =
            ValueReader.matching("[a-z0-9][a-z0-9-]{0,31}", "1 to 32 small letters, digits and '-' are wanted");
    static final ValueReader<Long> MONEY =
            ValueReader.scalar(ProfileSettings::micros, "an amount like 5.00 is wanted, with at most 6 decimals");

    private static final String PRODUCTS = "products";
    private static final String SESSION_FAILOVER = "session-failover";
    private static final String FAILURE_HANDLING = "failure-handling";
    private static final String DIRECT_DEBITING = "direct-debiting-failure-handling";
    private static final String COST_INFORMATION = "cost-information";
    private static final String BALANCE = "balance";
    private static final String LOW_BALANCE = "low-balance";
    private static final String ADVICE_OF_CHARGE = "advice-of-charge";
    private static final String QUOTA_TIMES = "quota-times";
    private static final String TARIFF_TIME_CHANGE = "tariff-time-change";
    private static final String CREDIT_POOLS = "credit-pools";
    private static final String LOW_BALANCE_CALLS = "low-balance-calls";
    private static final String FINAL_UNIT_EXTENSIONS = "final-unit-extensions";
    private static final String FINAL_UNIT_AT_ONCE = "final-unit-at-once";
    private static final String CONDITIONS_IN_UPDATES = "conditions-in-updates";
    private static final String TRIGGERS = "triggers";
    private static final List<String> KEYS = List.of(
            "name",
            PRODUCTS,
            SESSION_FAILOVER,
            FAILURE_HANDLING,
            DIRECT_DEBITING,
            COST_INFORMATION,
            BALANCE,
            LOW_BALANCE,
            ADVICE_OF_CHARGE,
            QUOTA_TIMES,
            TARIFF_TIME_CHANGE,
            CREDIT_POOLS,
            LOW_BALANCE_CALLS,
            FINAL_UNIT_EXTENSIONS,
            FINAL_UNIT_AT_ONCE,
            CONDITIONS_IN_UPDATES,
            TRIGGERS);

    public ProfileSettings {
        products = List.copyOf(products);
    }

    String name() {
        return profile.name();
    }

    /** All that there are: the built-in ones, as the configured entries change them, and new ones. */
    static Map<String, ProfileSettings> all(List<ProfileSettings> configured) {
        Map<String, ProfileSettings> all = new LinkedHashMap<>();
        BUILT_IN.forEach(each -> all.put(each.name(), each));
        configured.forEach(each -> all.put(each.name(), each));
        return all;
    }

    private static long micros(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("an amount like 5.00 is wanted, with at most 6 decimals");
        }
        return new BigDecimal(text).movePointRight(6).longValueExact();
    }

    static ProfileSettings read(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            throw new IllegalArgumentException("profiles are written as {name: …, failure-handling: …, …}");
        }
        mapping.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                throw ConfigException.unknownKey(entry.source(), key, KEYS);
            }
        });
        if (!mapping.entries().containsKey("name")) {
            throw ConfigException.at(mapping.source(), "this profile lacks name");
        }
        Entry entry = new Entry(mapping);
        String name = entry.read("name", NAME, null);
        ProfileSettings base = all(List.of()).getOrDefault(name, BUILT_IN.get(0));
        List<String> own = name.equals(base.name()) ? base.products() : List.of();
        return new ProfileSettings(
                entry.profile(name, base.profile()), entry.read(PRODUCTS, ValueReader.listOf(ValueReader.text()), own));
    }

    /** The keys of one entry, and what stands where they are absent. */
    private record Entry(Value.Mapping mapping) {

        <T> T read(String key, ValueReader<T> reader, T absent) {
            Value value = mapping.entries().get(key);
            try {
                return value == null ? absent : reader.read(value);
            } catch (IllegalArgumentException e) {
                throw ConfigException.badValue(value, "diameter.profiles " + key, e);
            }
        }

        boolean flag(String key, boolean absent) {
            return read(key, ValueReader.bool(), absent);
        }

        ClientProfile profile(String name, ClientProfile base) {
            FailureHandling told = base.failureHandling();
            return new ClientProfile(
                    name,
                    new FailureHandling(
                            read(SESSION_FAILOVER, ValueReader.oneOf(SessionFailover.class), told.sessionFailover()),
                            read(FAILURE_HANDLING, ValueReader.oneOf(CreditControl.class), told.creditControl()),
                            read(DIRECT_DEBITING, ValueReader.oneOf(DirectDebiting.class), told.directDebiting())),
                    flag(COST_INFORMATION, base.costInformation()),
                    flag(BALANCE, base.balance()),
                    read(LOW_BALANCE, MONEY, base.lowBalanceMicros()),
                    flag(ADVICE_OF_CHARGE, base.adviceOfCharge()),
                    flag(QUOTA_TIMES, base.quotaTimes()),
                    flag(TARIFF_TIME_CHANGE, base.tariffTimeChange()),
                    flag(CREDIT_POOLS, base.creditPools()),
                    flag(LOW_BALANCE_CALLS, base.lowBalanceCalls()),
                    flag(FINAL_UNIT_EXTENSIONS, base.finalUnitExtensions()),
                    flag(FINAL_UNIT_AT_ONCE, base.finalUnitAtOnce()),
                    flag(CONDITIONS_IN_UPDATES, base.conditionsInUpdates()),
                    read(TRIGGERS, ValueReader.listOf(ValueReader.oneOf(TriggerType.class)), base.triggers()));
        }
    }
}
