package io.ocs.diameter.codec;

import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.PriceAdvice;
import io.ocs.core.RedirectServer;
import io.ocs.core.ResultCode;
import io.ocs.core.TriggerType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.ClientProfile.FailureHandling;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlAnswer.CheckBalance;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.ServiceGrant;
import io.ocs.diameter.support.Ccr;
import java.util.List;
import java.util.SplittableRandom;

/** Answered exchanges of every shape, from a seed. */
final class GeneratedAnswers {

    private static final List<String> SERVERS =
            List.of("http://portal.example.com/x", "sip:top-up@example.com", "192.0.2.7", "2001:db8::7");
    private static final List<String> FILTERS =
            List.of("permit out ip from 192.0.2.7 to any", "permit in 6 from any to 192.0.2.7 80,443");
    private static final List<String> IDS = List.of("top-up-only", "help");

    private GeneratedAnswers() {}

    static CreditControlExchange exchange(CodecFixture fixture, SplittableRandom random) throws DiameterException {
        int services = random.nextInt(0, 5);
        Ccr ccr =
                Ccr.of(random.nextInt(1, 4), random.nextLong(1L << 32)).session("s" + "x".repeat(random.nextInt(150)));
        ccr.add(u32(436, random.nextInt(4)));
        for (int i = 0; i < services; i++) {
            ccr.add(group(456, u32(432, i), group(437)));
        }
        if (random.nextBoolean()) {
            ccr.add(group(284, text(280, "proxy.example.com"), text(33, "p".repeat(random.nextInt(1, 20)))));
        }
        CreditControlExchange exchange = fixture.exchange(ccr.bytes());
        CreditControlAnswer answer = exchange.answer;
        for (int i = 0; i < services; i++) {
            grant(
                    answer.addGrant(
                            random.nextBoolean() ? i : -1, random.nextBoolean() ? random.nextLong(1L << 32) : -1),
                    random);
        }
        ResultCode[] codes = ResultCode.values();
        if (random.nextInt(3) == 0) {
            Failed failed = Failed.of(random.nextInt(Failed.values().length));
            answer.refuse(codes[random.nextInt(codes.length)], failed, random.nextBoolean() ? "größer" : null);
            answer.failed(failed, random.nextInt(5));
        }
        if (random.nextBoolean()) {
            answer.cost(random.nextLong(1L << 50), 978);
        }
        answer.checkBalance(CheckBalance.of(random.nextInt(3)));
        if (random.nextBoolean()) {
            answer.accumulatedCost(random.nextLong(1L << 50), 978);
            if (random.nextBoolean()) {
                answer.incrementalCost(random.nextLong(-(1L << 50), 1L << 50));
            }
        }
        if (random.nextBoolean()) {
            boolean changes = random.nextBoolean();
            answer.price(
                    price(random),
                    random.nextBoolean(),
                    changes ? 1_800_000_000_000L + random.nextLong(1L << 20) * 60_000 : 0,
                    changes && random.nextBoolean() ? price(random) : null);
        }
        if (random.nextBoolean()) {
            answer.balance(random.nextLong(-(1L << 50), 1L << 50), 978, random.nextBoolean());
        }
        exchange.request().client(profile(random));
        return exchange;
    }

    private static PriceAdvice price(SplittableRandom random) {
        UnitKind unit = UnitKind.of(random.nextInt(UnitKind.COUNT - 1));
        PriceAdvice.Rate first = new PriceAdvice.Rate(
                random.nextLong(1, 1L << 40), random.nextLong(1L << 60), random.nextLong(1, 1L << 40));
        PriceAdvice.Rate last = new PriceAdvice.Rate(1, random.nextLong(1_000), Long.MAX_VALUE);
        return new PriceAdvice(
                978, unit, random.nextLong(3) * 12_345, random.nextBoolean() ? List.of(first, last) : List.of(last));
    }

    private static void grant(ServiceGrant grant, SplittableRandom random) {
        UnitKind kind = UnitKind.of(random.nextInt(UnitKind.COUNT));
        if (random.nextInt(4) > 0) {
            grant.granted(kind, random.nextLong(kind == UnitKind.TIME ? 1L << 32 : Long.MAX_VALUE));
            grant.quotaThreshold(random.nextLong(1000));
        } else {
            grant.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
        }
        grant.validityTimeS(random.nextLong(1L << 20));
        if (random.nextInt(3) == 0) {
            grant.finalUnit(finalUnit(random));
        }
        grant.quotaTimes(random.nextInt(100), random.nextInt(100));
        if (random.nextInt(3) == 0) {
            grant.pool(random.nextLong(1, Long.MAX_VALUE), random.nextInt(-12, 3));
            grant.poolBehindChange(random.nextLong(1, Long.MAX_VALUE), random.nextInt(-12, 3));
        }
        if (kind != UnitKind.TIME && random.nextInt(4) == 0) {
            grant.tariffTimeChangeMs(1_800_000_000_000L + random.nextLong(1L << 20) * 60_000);
        }
    }

    /** Answers with everything that a profile can add. */
    static void tellEverything(CreditControlExchange exchange) {
        exchange.request()
                .client(new ClientProfile(
                        "everything",
                        new FailureHandling(
                                FailureHandling.SessionFailover.SUPPORTED,
                                FailureHandling.CreditControl.CONTINUE,
                                FailureHandling.DirectDebiting.CONTINUE),
                        true,
                        true,
                        1,
                        true,
                        true,
                        true,
                        true,
                        true,
                        true,
                        true,
                        false,
                        List.of(TriggerType.values())));
        CreditControlAnswer answer = exchange.answer;
        answer.clear();
        answer.accumulatedCost(1_234_567, 978);
        answer.incrementalCost(-7);
        answer.price(
                new PriceAdvice(
                        978,
                        UnitKind.TIME,
                        150_000,
                        List.of(
                                new PriceAdvice.Rate(60, 100_000_000, 120),
                                new PriceAdvice.Rate(60, 50_000_001, Long.MAX_VALUE))),
                true,
                1_800_000_000_000L,
                new PriceAdvice(978, UnitKind.TIME, 0, List.of(new PriceAdvice.Rate(1, 0, Long.MAX_VALUE))));
        answer.balance(-1_234_567, 978, true);
        for (String server : SERVERS) {
            ServiceGrant grant = answer.addGrant(-1, -1);
            grant.granted(UnitKind.TOTAL_OCTETS, 1_000_000);
            grant.validityTimeS(600);
            grant.quotaThreshold(1000);
            grant.quotaTimes(60, 10);
            grant.tariffTimeChangeMs(1_800_000_000_000L);
            grant.pool(9_437_184, -6);
            grant.poolBehindChange(1_572_864, -2);
            grant.finalUnit(new FinalUnit(FinalUnitAction.REDIRECT, RedirectServer.parse(server), FILTERS, IDS));
        }
    }

    private static FinalUnit finalUnit(SplittableRandom random) {
        FinalUnitAction action = FinalUnitAction.of(random.nextInt(3));
        if (action == FinalUnitAction.TERMINATE) {
            return FinalUnit.TERMINATE;
        }
        return new FinalUnit(
                action,
                action == FinalUnitAction.REDIRECT
                        ? RedirectServer.parse(SERVERS.get(random.nextInt(SERVERS.size())))
                        : null,
                FILTERS.subList(0, random.nextInt(3)),
                IDS.subList(0, random.nextInt(3)));
    }

    /** A profile of every shape. */
    private static ClientProfile profile(SplittableRandom random) {
        return new ClientProfile(
                "generated",
                new FailureHandling(
                        any(random, FailureHandling.SessionFailover.values()),
                        any(random, FailureHandling.CreditControl.values()),
                        any(random, FailureHandling.DirectDebiting.values())),
                random.nextBoolean(),
                random.nextBoolean(),
                0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                List.of(TriggerType.values()).subList(0, random.nextInt(4)));
    }

    /** One of the values, or null. */
    private static <T> T any(SplittableRandom random, T[] values) {
        int index = random.nextInt(values.length + 1);
        return index == values.length ? null : values[index];
    }
}
