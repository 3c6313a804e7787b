package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.endtoend.DiameterMessage.Avp;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What clients in the field need of every answer, whatever they asked: the grammar of RFC 4006 as freeDiameter takes it, and grants that move them on. */
final class ClientNeeds {
    private static final Set<Integer> CCA =
            Set.of(263, 268, 264, 296, 258, 416, 415, 431, 456, 423, 430, 448, 422, 279, 281);
    private static final Set<Integer> MSCC = Set.of(431, 439, 432, 448, 268, 430);
    private static final Set<Integer> UNITS = Set.of(420, 421, 412, 414, 417, 413);
    /** Members of other groups that a CCA may have: Failed-AVP holds whatever failed. */
    private static final Map<Integer, Set<Integer>> GROUPS = Map.of(
            456,
            MSCC,
            431,
            UNITS,
            430,
            Set.of(449),
            423,
            Set.of(445, 425, 424),
            445,
            Set.of(447, 429),
            413,
            Set.of(445, 425));

    private ClientNeeds() {}

    static void assertAnswers(DiameterMessage request, DiameterMessage answer) {
        assertThat(answer.isRequest()).isFalse();
        assertThat(answer.isError()).isFalse();
        assertThat(answer.command()).isEqualTo(request.command());
        assertThat(answer.hopByHop()).isEqualTo(request.hopByHop());
        assertThat(answer.endToEnd()).isEqualTo(request.endToEnd());
        assertThat(answer.isProxiable()).isEqualTo(request.isProxiable());
        assertThat(answer.text(264)).isEqualTo("ocs.example.com");
        assertThat(answer.text(296)).isEqualTo("example.com");
        switch (request.command()) {
            case 257 -> assertCapabilities(answer);
            case 272 -> assertCreditControl(request, answer);
            default -> assertThat(answer.resultCode()).isEqualTo(2001);
        }
    }

    private static void assertCapabilities(DiameterMessage answer) {
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.number(258)).isEqualTo(4);
        assertThat(answer.has(260)).as("more applications than are served").isFalse();
        assertThat(answer.all(265)).hasSize(2);
        assertThat(answer.number(265)).isEqualTo(10415);
        assertThat(answer.has(299) ? answer.number(299) : 0).isZero();
    }

    private static void assertCreditControl(DiameterMessage request, DiameterMessage answer) {
        assertThat(answer.avps().get(0).code()).isEqualTo(263);
        assertThat(answer.text(263)).isEqualTo(request.text(263));
        assertThat(answer.number(258)).isEqualTo(4);
        assertThat(answer.number(416)).isEqualTo(request.number(416));
        assertThat(answer.number(415)).isEqualTo(request.number(415));
        assertKnown(answer.avps(), CCA);
        if (request.number(416) == 3) {
            assertThat(answer.resultCode()).as("terminations always succeed").isEqualTo(2001);
        }
        boolean asksForUnits = request.number(416) == 1 || request.number(416) == 2;
        if (answer.resultCode() == 2001 && asksForUnits) {
            assertServed(request, answer);
        }
    }

    /** No AVP with the M bit that an RFC 4006 client does not know, none too often, none elsewhere than it may be. */
    private static void assertKnown(List<Avp> avps, Set<Integer> known) {
        for (Avp avp : avps) {
            boolean isKnown = avp.vendor() == 0 && known.contains(avp.code());
            assertThat(isKnown || !avp.isMandatory()).as("AVP " + avp.code()).isTrue();
            long same = avps.stream()
                    .filter(other -> other.code() == avp.code() && other.vendor() == avp.vendor())
                    .count();
            assertThat(same == 1 || avp.code() == 456)
                    .as(same + " times AVP " + avp.code())
                    .isTrue();
            if (isKnown && GROUPS.containsKey(avp.code())) {
                assertKnown(avp.members(), GROUPS.get(avp.code()));
            }
        }
    }

    private static void assertServed(DiameterMessage request, DiameterMessage answer) {
        List<Avp> asked = request.all(456);
        List<Avp> served = answer.all(456);
        assertThat(served).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            List<Avp> mscc = served.get(i).members();
            assertSame(asked.get(i).members(), mscc, 432);
            assertSame(asked.get(i).members(), mscc, 439);
            Avp result = DiameterMessage.find(mscc, 268);
            assertThat(result).isNotNull();
            if (result.number() == 2001) {
                assertGranted(asked.get(i).members(), mscc);
            } else {
                assertThat(DiameterMessage.find(mscc, 431)).isNull();
            }
        }
        if (asked.isEmpty()) {
            assertGranted(request.avps(), answer.avps());
        }
    }

    private static void assertSame(List<Avp> asked, List<Avp> served, int code) {
        Avp wanted = DiameterMessage.find(asked, code);
        Avp found = DiameterMessage.find(served, code);
        assertThat(found == null ? -1 : found.number()).isEqualTo(wanted == null ? -1 : wanted.number());
    }

    /** Units of the kind asked for, always with a Validity-Time; nothing where nothing was asked for. */
    private static void assertGranted(List<Avp> asked, List<Avp> served) {
        Avp requested = DiameterMessage.find(asked, 437);
        Avp granted = DiameterMessage.find(served, 431);
        assertThat(granted != null).isEqualTo(requested != null);
        if (granted == null) {
            return;
        }
        assertThat(DiameterMessage.find(served, 448).number()).isPositive();
        assertThat(granted.members()).hasSize(1);
        Avp units = granted.members().get(0);
        assertThat(units.number()).isPositive();
        for (Avp wanted : requested.members()) {
            assertThat(units.code()).isEqualTo(wanted.code());
            assertThat(units.number()).isLessThanOrEqualTo(wanted.number());
        }
        assertThresholdWithinGrant(served, units.number());
    }

    /** Open5GS takes the quota less the threshold for the time to ask again. */
    private static void assertThresholdWithinGrant(List<Avp> served, long units) {
        for (Avp avp : served) {
            if (avp.isTgpp() && (avp.code() == 868 || avp.code() == 869)) {
                assertThat(avp.number()).isLessThan(units);
            }
        }
    }

    /** Micros of a Unit-Value in a group such as Cost-Information (RFC 8506 §8.7, §8.8). */
    static long money(DiameterMessage answer, int group) {
        long digits = answer.number(group, 445, 447);
        int exponent = answer.has(group, 445, 429) ? (int) answer.number(group, 445, 429) : 0;
        return java.math.BigDecimal.valueOf(digits, -exponent).movePointRight(6).longValueExact();
    }
}
