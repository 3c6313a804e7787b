package io.ocs.server.endtoend;

import io.ocs.core.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** AoC-Information of an answer (TS 32.299, TS 32.280) as the words of a chart: {@code so-far=0.20EUR this=0.10EUR tariff=0.15EUR+0.10EUR/time:60 next=0.05EUR/time:60}. */
final class ChartAdvice {
    private static final int COST = 2053;
    private static final int TARIFFS = 2060;
    private static final int CURRENCY_CODE = 425;
    private static final int VALUE_DIGITS = 447;
    private static final int EXPONENT = 429;
    private static final int MONEY = 1;
    private static final List<String> UNIT_TYPES = List.of("time", "money", "total", "in", "out", "units");

    private ChartAdvice() {}

    /** The words of Service-Information; none if it has no AoC-Information. */
    static List<String> words(List<DiameterMessage.Avp> message) {
        List<String> words = new ArrayList<>();
        DiameterMessage.Avp advice = DiameterMessage.find(message, 873, 2054);
        if (advice == null) {
            return words;
        }
        DiameterMessage.Avp cost = DiameterMessage.find(advice.members(), COST);
        if (cost != null) {
            words.add("so-far=" + amount(cost.members(), 2052) + currency(cost.members()));
            if (DiameterMessage.find(cost.members(), 2062) != null) {
                words.add("this=" + amount(cost.members(), 2062) + currency(cost.members()));
            }
        }
        DiameterMessage.Avp tariffs = DiameterMessage.find(advice.members(), TARIFFS);
        if (tariffs != null) {
            words.add("tariff=" + tariff(DiameterMessage.find(tariffs.members(), 2056)));
            DiameterMessage.Avp next = DiameterMessage.find(tariffs.members(), 2057);
            if (next != null) {
                words.add("next=" + tariff(next));
            }
            if (DiameterMessage.find(tariffs.members(), 451) != null) {
                words.add("changes");
            }
        }
        return words;
    }

    private static String currency(List<DiameterMessage.Avp> members) {
        int code = (int) DiameterMessage.find(members, CURRENCY_CODE).number();
        return Money.currencyOf(code).getCurrencyCode();
    }

    private static String amount(List<DiameterMessage.Avp> members, int... path) {
        List<DiameterMessage.Avp> within = DiameterMessage.find(members, path).members();
        DiameterMessage.Avp exponent = DiameterMessage.find(within, EXPONENT);
        BigDecimal value = BigDecimal.valueOf(
                        DiameterMessage.find(within, VALUE_DIGITS).number(),
                        exponent == null ? 0 : -(int) exponent.number())
                .stripTrailingZeros();
        return (value.scale() < 2 ? value.setScale(2) : value).toPlainString();
    }

    private static String tariff(DiameterMessage.Avp tariff) {
        String currency = currency(tariff.members());
        return tariff.members().stream()
                .filter(avp -> avp.code() == 2058)
                .map(element -> element(element.members(), currency))
                .collect(Collectors.joining("+"));
    }

    private static String element(List<DiameterMessage.Avp> members, String currency) {
        int type = (int) DiameterMessage.find(members, 454).number();
        String cost = amount(members, 2061) + currency;
        if (type == MONEY) {
            return cost;
        }
        DiameterMessage.Avp lasts = DiameterMessage.find(members, 1226);
        return cost + "/" + UNIT_TYPES.get(type) + ":"
                + DiameterMessage.find(members, 445, VALUE_DIGITS).number()
                + (lasts == null ? "" : "*" + lasts.number());
    }
}
