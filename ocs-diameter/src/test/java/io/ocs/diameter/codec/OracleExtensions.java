package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.FinalUnit;
import io.ocs.core.PriceAdvice;
import io.ocs.core.RedirectServer;
import io.ocs.core.RequestType;
import io.ocs.core.TriggerType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.diameter.support.Parsed;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpSet;

/** What a client profile adds to an answer, as jDiameter reads it. */
final class OracleExtensions {

    private OracleExtensions() {}

    static void assertSame(ServiceGrant grant, ClientProfile client, AvpSet mscc, String where) throws Exception {
        boolean granted = grant.kind() != null;
        boolean times = granted && client.quotaTimes();
        assertThat(number(mscc, 871)).as(where).isEqualTo(times ? orAbsent(grant.quotaHoldingTimeS()) : -1);
        assertThat(number(mscc, 881))
                .as(where)
                .isEqualTo(times && grant.kind() == UnitKind.TIME ? orAbsent(grant.quotaConsumptionTimeS()) : -1);
        boolean events = times && grant.kind() == UnitKind.SERVICE_SPECIFIC;
        assertThat(number(mscc, 1226)).as(where).isEqualTo(events ? orAbsent(grant.quotaThreshold()) : -1);
        List<Integer> triggers = new ArrayList<>();
        if (mscc.getAvp(1264) != null) {
            for (Avp trigger : mscc.getAvp(1264).getGrouped()) {
                triggers.add(trigger.getInteger32());
            }
        }
        assertThat(triggers)
                .as(where)
                .isEqualTo(
                        granted
                                ? client.triggers().stream()
                                        .map(TriggerType::value)
                                        .toList()
                                : List.of());
        if (granted && grant.tariffTimeChangeMs() > 0) {
            assertThat(mscc.getAvp(431)
                            .getGrouped()
                            .getAvp(451)
                            .getTime()
                            .toInstant()
                            .toEpochMilli())
                    .as(where)
                    .isEqualTo(grant.tariffTimeChangeMs());
        }
        finalUnit(grant.finalUnit(), client.finalUnitExtensions(), mscc, where);
    }

    private static long orAbsent(long value) {
        return value == 0 ? -1 : value;
    }

    private static void finalUnit(FinalUnit unit, boolean extensions, AvpSet mscc, String where) throws Exception {
        assertThat(mscc.getAvp(430) == null).as(where).isEqualTo(unit == null);
        assertThat(mscc.getAvp(669) == null).as(where).isEqualTo(unit == null || !extensions);
        if (unit == null) {
            return;
        }
        AvpSet plain = mscc.getAvp(430).getGrouped();
        assertThat(plain.getAvp(449).getInteger32())
                .as(where)
                .isEqualTo(unit.action().ordinal());
        assertThat(texts(plain, 438)).as(where).isEqualTo(unit.filterRules());
        assertThat(texts(plain, 11)).as(where).isEqualTo(unit.filterIds());
        assertThat(plain.getAvp(434) == null).as(where).isEqualTo(unit.redirect() == null);
        if (unit.redirect() != null) {
            AvpSet server = plain.getAvp(434).getGrouped();
            assertThat(server.getAvp(433).getInteger32())
                    .as(where)
                    .isEqualTo(unit.redirect().type().ordinal());
            assertThat(server.getAvp(435).getUTF8String())
                    .as(where)
                    .isEqualTo(unit.redirect().address());
        }
        if (extensions) {
            AvpSet extended = mscc.getAvp(669).getGrouped();
            assertThat(mscc.getAvp(669).isMandatory()).as(where).isFalse();
            assertThat(texts(extended, 11)).as(where).isEqualTo(unit.filterIds());
            if (unit.redirect() != null) {
                extended(unit.redirect(), extended.getAvp(665).getGrouped(), where);
            }
        }
    }

    private static void extended(RedirectServer server, AvpSet extension, String where) throws Exception {
        assertThat(extension.size()).as(where).isEqualTo(1);
        Avp address = extension.getAvpByIndex(0);
        switch (server.type()) {
            case IPV4, IPV6 -> {
                assertThat(address.getCode()).as(where).isEqualTo(666);
                byte[] raw = address.getRaw();
                assertThat(raw[1]).as(where).isEqualTo((byte) (server.type().ordinal() + 1));
                assertThat(InetAddress.getByAddress(Arrays.copyOfRange(raw, 2, raw.length)))
                        .as(where)
                        .isEqualTo(InetAddress.getByName(server.address()));
            }
            case URL -> assertThat(address.getCode()).as(where).isEqualTo(667);
            case SIP_URI -> assertThat(address.getCode()).as(where).isEqualTo(668);
        }
    }

    private static List<String> texts(AvpSet set, int code) throws Exception {
        List<String> texts = new ArrayList<>();
        for (Avp avp : set) {
            if (avp.getCode() == code) {
                texts.add(avp.getUTF8String());
            }
        }
        return texts;
    }

    static void assertSame(CreditControlRequest request, CreditControlAnswer answer, Parsed parsed, String where)
            throws Exception {
        var told = request.client().failureHandling();
        boolean session = answer.resultCode().isSuccess()
                && (request.type() == RequestType.INITIAL || request.type() == RequestType.UPDATE);
        boolean event = answer.resultCode().isSuccess() && request.type() == RequestType.EVENT;
        assertThat(number(parsed.avps(), 418)).as(where).isEqualTo(session ? ordinal(told.sessionFailover()) : -1);
        assertThat(number(parsed.avps(), 427)).as(where).isEqualTo(session ? ordinal(told.creditControl()) : -1);
        assertThat(number(parsed.avps(), 428)).as(where).isEqualTo(event ? ordinal(told.directDebiting()) : -1);
        assertThat(parsed.has(2021)).as(where).isEqualTo(answer.balanceCurrency() != 0);
        if (answer.balanceCurrency() != 0) {
            assertThat(parsed.number(2020)).as(where).isEqualTo(answer.balanceLow() ? 1 : 0);
            assertThat(money(parsed.members(2021, 445))).as(where).isEqualTo(answer.balanceMicros());
            assertThat(parsed.number(2021, 425)).as(where).isEqualTo(978);
        }
        assertThat(parsed.has(873)).as(where).isEqualTo(answer.accumulatedCurrency() != 0 || answer.price() != null);
        if (answer.accumulatedCurrency() != 0) {
            assertThat(money(parsed.members(873, 2054, 2053, 2052))).as(where).isEqualTo(answer.accumulatedMicros());
            assertThat(parsed.number(873, 2054, 2053, 425)).as(where).isEqualTo(978);
            AvpSet cost = parsed.members(873, 2054, 2053);
            assertThat(cost.getAvp(2062) != null).as(where).isEqualTo(answer.hasIncremental());
            if (answer.hasIncremental()) {
                assertThat(money(cost.getAvp(2062).getGrouped())).as(where).isEqualTo(answer.incrementalMicros());
            }
        }
        if (answer.price() != null) {
            assertSamePrices(answer, parsed.members(873, 2054, 2060), where);
        }
    }

    private static void assertSamePrices(CreditControlAnswer answer, AvpSet tariffs, String where) throws Exception {
        assertSamePrice(answer.price(), answer.isPriceFromStart(), tariffs.getAvp(2056), where);
        assertThat(tariffs.getAvp(451) != null).as(where).isEqualTo(answer.priceChangeMs() > 0);
        if (answer.priceChangeMs() > 0) {
            assertThat(tariffs.getAvp(451).getTime().toInstant().toEpochMilli())
                    .as(where)
                    .isEqualTo(answer.priceChangeMs());
        }
        assertThat(tariffs.getAvp(2057) != null).as(where).isEqualTo(answer.priceBehind() != null);
        if (answer.priceBehind() != null) {
            assertSamePrice(answer.priceBehind(), false, tariffs.getAvp(2057), where);
        }
    }

    /** CC-Unit-Type: TIME, TOTAL-OCTETS, INPUT-OCTETS, OUTPUT-OCTETS, SERVICE-SPECIFIC-UNITS, in the order of kinds. */
    private static void assertSamePrice(PriceAdvice price, boolean fromStart, Avp tariff, String where)
            throws Exception {
        List<Long> types = List.of(0L, 2L, 3L, 4L, 5L);
        List<Avp> elements = new ArrayList<>();
        tariff.getGrouped().getAvps(2058).forEach(elements::add);
        assertThat(number(tariff.getGrouped(), 425)).as(where).isEqualTo(978);
        if (fromStart && price.setupMicros() > 0) {
            AvpSet fee = elements.remove(0).getGrouped();
            assertThat(number(fee, 454)).as(where).isEqualTo(1);
            assertThat(amount(fee.getAvp(2061)))
                    .as(where)
                    .isEqualByComparingTo(BigDecimal.valueOf(price.setupMicros(), 6));
        }
        assertThat(elements).as(where).hasSameSizeAs(price.rates());
        for (int i = 0; i < elements.size(); i++) {
            AvpSet element = elements.get(i).getGrouped();
            PriceAdvice.Rate rate = price.rates().get(i);
            assertThat(number(element, 454))
                    .as(where)
                    .isEqualTo(types.get(price.unit().ordinal()));
            assertThat(amount(element.getAvp(445))).as(where).isEqualByComparingTo(BigDecimal.valueOf(rate.units()));
            assertThat(amount(element.getAvp(2061)))
                    .as(where)
                    .isEqualByComparingTo(BigDecimal.valueOf(rate.nanos(), 9));
            assertThat(number(element, 1226))
                    .as(where)
                    .isEqualTo(rate.lasts() == Long.MAX_VALUE ? -1 : Math.min(rate.lasts(), 0xffffffffL));
        }
    }

    private static BigDecimal amount(Avp value) throws Exception {
        AvpSet members = value.getGrouped();
        int exponent = members.getAvp(429) == null ? 0 : members.getAvp(429).getInteger32();
        return BigDecimal.valueOf(members.getAvp(447).getInteger64(), -exponent);
    }

    private static long ordinal(Enum<?> value) {
        return value == null ? -1 : value.ordinal();
    }

    /** An amount of either sign. */
    private static long money(AvpSet value) throws Exception {
        long digits = value.getAvp(447).getInteger64();
        int exponent = value.getAvp(429) == null ? 0 : value.getAvp(429).getInteger32();
        return Long.signum(digits) * UnitValue.micros(Math.abs(digits), exponent);
    }

    private static long number(AvpSet set, int code) throws Exception {
        Avp avp = set.getAvp(code);
        return avp == null ? -1 : avp.getUnsigned32();
    }
}
