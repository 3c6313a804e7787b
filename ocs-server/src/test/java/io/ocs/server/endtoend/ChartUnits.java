package io.ocs.server.endtoend;

import io.ocs.core.Money;
import java.util.ArrayList;
import java.util.List;

/** Units as a chart writes them, {@code time:60}, {@code total:1000}, {@code units:1}, {@code money:0.50EUR}, and as members of a Service-Unit group. */
final class ChartUnits {
    private static final int MICROS_EXPONENT = -6;
    private static final int TIME = 420;
    private static final int TOTAL_OCTETS = 421;
    private static final int INPUT_OCTETS = 412;
    private static final int OUTPUT_OCTETS = 414;
    private static final int SPECIFIC = 417;
    private static final int MONEY = 413;
    private static final int UNIT_VALUE = 445;
    private static final int VALUE_DIGITS = 447;
    private static final int EXPONENT = 429;
    private static final int CURRENCY_CODE = 425;
    private static final int TARIFF_TIME_CHANGE = 451;

    private ChartUnits() {}

    /** The members for {@code in:100,out:200}; none for an empty text. */
    static byte[] members(String text) {
        List<byte[]> members = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",")) {
            String[] unit = part.split(":", 2);
            if (unit.length != 2) {
                throw new IllegalArgumentException("'" + part + "' has no amount: write it like total:1000");
            }
            members.add(member(unit[0], unit[1]));
        }
        return GyRequest.join(members.toArray(byte[][]::new));
    }

    private static byte[] member(String kind, String amount) {
        return switch (kind) {
            case "time" -> GyRequest.number(TIME, Long.parseLong(amount));
            case "total" -> GyRequest.longNumber(TOTAL_OCTETS, Long.parseLong(amount));
            case "in" -> GyRequest.longNumber(INPUT_OCTETS, Long.parseLong(amount));
            case "out" -> GyRequest.longNumber(OUTPUT_OCTETS, Long.parseLong(amount));
            case "units" -> GyRequest.longNumber(SPECIFIC, Long.parseLong(amount));
            case "money" -> money(Money.parse(amount));
            default ->
                throw new IllegalArgumentException("'" + kind + "' is no unit: time, total, in, out, units, money");
        };
    }

    private static byte[] money(Money money) {
        return GyRequest.avp(
                MONEY,
                GyRequest.join(
                        GyRequest.avp(
                                UNIT_VALUE,
                                GyRequest.join(
                                        GyRequest.longNumber(VALUE_DIGITS, money.micros()),
                                        GyRequest.number(EXPONENT, MICROS_EXPONENT))),
                        GyRequest.number(CURRENCY_CODE, money.currency().getNumericCode())));
    }

    /** What a Service-Unit group holds, as a chart writes it. */
    static String text(List<DiameterMessage.Avp> members) {
        List<String> parts = new ArrayList<>();
        for (DiameterMessage.Avp avp : members) {
            if (avp.code() == TARIFF_TIME_CHANGE) {
                parts.add("change");
                continue;
            }
            parts.add(
                    switch (avp.code()) {
                        case TIME -> "time:" + avp.number();
                        case TOTAL_OCTETS -> "total:" + avp.number();
                        case INPUT_OCTETS -> "in:" + avp.number();
                        case OUTPUT_OCTETS -> "out:" + avp.number();
                        case SPECIFIC -> "units:" + avp.number();
                        case MONEY -> "money:" + amount(avp.members());
                        default -> "avp" + avp.code();
                    });
        }
        return String.join(",", parts);
    }

    /** An amount of a group of Unit-Value and Currency-Code: {@code 0.50EUR}. */
    static String amount(List<DiameterMessage.Avp> members) {
        long digits = DiameterMessage.find(members, UNIT_VALUE, VALUE_DIGITS).number();
        DiameterMessage.Avp exponent = DiameterMessage.find(members, UNIT_VALUE, EXPONENT);
        int power = exponent == null ? 0 : (int) exponent.number();
        long micros = digits;
        for (int i = power; i > MICROS_EXPONENT; i--) {
            micros = Math.multiplyExact(micros, 10);
        }
        int currency = (int) DiameterMessage.find(members, CURRENCY_CODE).number();
        return Money.text(micros) + Money.currencyOf(currency).getCurrencyCode();
    }
}
