package io.ocs.diameter.codec;

import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;

import io.ocs.core.FinalUnitAction;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlAnswer.CheckBalance;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.ServiceGrant;
import io.ocs.diameter.support.Ccr;
import java.util.SplittableRandom;

/** Answered exchanges of every shape, from a seed. */
final class GeneratedAnswers {

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
        return exchange;
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
            FinalUnitAction action = FinalUnitAction.of(random.nextInt(3));
            grant.finalUnit(action, action == FinalUnitAction.REDIRECT ? "http://portal.example.com/x" : null);
        }
    }
}
