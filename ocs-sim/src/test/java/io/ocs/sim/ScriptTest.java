package io.ocs.sim;

import static io.ocs.sim.ServiceUnits.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {
    private static final Subscriber SUBSCRIBER = Subscriber.of(491_700_000_000L, 3);
    private static final int STEPS_MAX = 50;

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.range(0, 50) : LongStream.of(Long.parseLong(seed));
    }

    private static Script script(Scenario scenario, long seed) {
        return scenario.script(SUBSCRIBER, "sim;1;2", new SplittableRandom(seed), SimulationOptions.defaults());
    }

    private static List<CreditControlRequest> play(
            Script script, Function<CreditControlRequest, CreditControlAnswer> server) {
        List<CreditControlRequest> requests = new ArrayList<>();
        Optional<Script.Step> step = Optional.of(script.first());
        while (step.isPresent()) {
            requests.add(step.get().request());
            assertThat(requests).hasSizeLessThan(STEPS_MAX);
            step = script.next(server.apply(step.get().request()), false);
        }
        return requests;
    }

    private static CreditControlAnswer answer(CreditControlRequest request, long code, List<ServiceGrant> grants) {
        return new CreditControlAnswer(code, request.type(), request.number(), grants, null, null, ABSENT);
    }

    /** Grants all that is asked for; as the last units if so wished. */
    private static CreditControlAnswer grant(CreditControlRequest request, boolean last) {
        List<ServiceGrant> grants = request.services().stream()
                .map(service -> new ServiceGrant(
                        service.ratingGroup(),
                        service.serviceIdentifier(),
                        2001,
                        service.requested(),
                        60,
                        last ? 0 : ABSENT))
                .toList();
        return answer(request, 2001, grants);
    }

    private static CreditControlAnswer refuseServices(CreditControlRequest request) {
        List<ServiceGrant> grants = request.services().stream()
                .map(service -> new ServiceGrant(
                        service.ratingGroup(), service.serviceIdentifier(), 4012, null, ABSENT, ABSENT))
                .toList();
        return answer(request, 2001, grants);
    }

    private static List<RequestType> types(List<CreditControlRequest> requests) {
        return requests.stream().map(CreditControlRequest::type).toList();
    }

    private static long used(CreditControlRequest request) {
        return request.services().stream()
                .map(ServiceUsage::used)
                .mapToLong(units -> units.hasOctets() ? units.allOctets() : units.seconds())
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void sameSeedSameScript(Scenario scenario) {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(play(script(scenario, seed), request -> grant(request, false)))
                    .as("seed " + seed)
                    .isEqualTo(play(script(scenario, seed), request -> grant(request, false)));
        }
    }

    @Test
    void anotherSeedAnotherScript() {
        assertThat(play(script(Scenario.DATA, 1), request -> grant(request, false)))
                .isNotEqualTo(play(script(Scenario.DATA, 2), request -> grant(request, false)));
    }

    /** Goal: whatever is granted, a service reports no more than that, and numbers and types are in order. */
    @ParameterizedTest
    @MethodSource("seeds")
    void usesNoMoreThanGranted(long seed) {
        for (Scenario scenario : List.of(Scenario.DATA, Scenario.VOICE)) {
            SplittableRandom server = new SplittableRandom(seed);
            Script script = script(scenario, seed);
            CreditControlAnswer before = null;
            Optional<Script.Step> step = Optional.of(script.first());
            for (long number = 0; step.isPresent(); number++) {
                CreditControlRequest request = step.get().request();
                assertThat(request.number()).as("seed " + seed).isEqualTo(number);
                assertThat(request.type() == RequestType.INITIAL)
                        .as("seed " + seed)
                        .isEqualTo(number == 0);
                for (ServiceUsage service : request.services()) {
                    if (service.used() != null) {
                        assertWithinGrant(service, before, seed);
                    }
                }
                before = randomAnswer(request, server);
                step = script.next(before, false);
            }
        }
    }

    private static CreditControlAnswer randomAnswer(CreditControlRequest request, SplittableRandom random) {
        List<ServiceGrant> grants = new ArrayList<>();
        for (ServiceUsage service : request.services()) {
            boolean granted = service.requested() != null && random.nextInt(5) != 0;
            boolean octets = granted && service.requested().hasOctets();
            long amount = random.nextLong(1, 1000);
            grants.add(new ServiceGrant(
                    service.ratingGroup(),
                    service.serviceIdentifier(),
                    granted ? 2001 : 4012,
                    granted ? (octets ? ServiceUnits.octets(amount) : ServiceUnits.seconds(amount)) : null,
                    random.nextInt(4),
                    random.nextInt(4) == 0 ? 0 : ABSENT));
        }
        return answer(request, random.nextInt(10) == 0 ? 5012 : 2001, grants);
    }

    private static void assertWithinGrant(ServiceUsage service, CreditControlAnswer before, long seed) {
        ServiceUnits granted = before.grantFor(service.ratingGroup(), service.serviceIdentifier())
                .map(ServiceGrant::granted)
                .orElse(null);
        ServiceUnits used = service.used();
        if (used.hasOctets()) {
            assertThat(used.allOctets())
                    .as("seed " + seed)
                    .isLessThanOrEqualTo(granted == null ? 0 : granted.allOctets());
        } else {
            assertThat(used.seconds()).as("seed " + seed).isLessThanOrEqualTo(granted == null ? 0 : granted.seconds());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void usesTheLastUnitsAndEnds(long seed) {
        List<CreditControlRequest> requests = play(script(Scenario.DATA, seed), request -> grant(request, true));

        assertThat(types(requests)).as("seed " + seed).containsExactly(RequestType.INITIAL, RequestType.TERMINATION);
        long granted = 1_000_000L * requests.get(0).services().size();
        assertThat(used(requests.get(1))).as("seed " + seed).isLessThanOrEqualTo(granted);
    }

    @Test
    void usesTheLastUnitsUpIfItHasUpdatesLeft() {
        SessionScript script = new SessionScript(
                        "sim;1;2",
                        new DataStyle(SUBSCRIBER, "internet", 1),
                        new SessionProfile.Data(),
                        new SplittableRandom(1),
                        0,
                        0)
                .withService(ABSENT, ABSENT);
        List<CreditControlRequest> requests = play(script, request -> grant(request, true));
        assertThat(used(requests.get(1))).isEqualTo(1_000_000);
    }

    /** Open5GS: attach refused, and no termination; Kamailio terminates all the same. */
    @Test
    void refusedAtTheStart() {
        assertThat(types(play(script(Scenario.DATA, 1), request -> answer(request, 5030, List.of()))))
                .containsExactly(RequestType.INITIAL);
        List<CreditControlRequest> call = play(script(Scenario.VOICE, 1), request -> answer(request, 5030, List.of()));
        assertThat(types(call)).containsExactly(RequestType.INITIAL, RequestType.TERMINATION);
        assertThat(used(call.get(1))).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void refusedInAServiceOnlyItTerminatesWithNothingUsed(long seed) {
        List<CreditControlRequest> requests = play(script(Scenario.DATA, seed), ScriptTest::refuseServices);

        assertThat(types(requests)).as("seed " + seed).containsExactly(RequestType.INITIAL, RequestType.TERMINATION);
        assertThat(used(requests.get(1))).isZero();
        assertThat(requests.get(1).services()).hasSameSizeAs(requests.get(0).services());
    }

    @Test
    void endsWithItsNextRequestWhenTheElementDoes() {
        for (long seed = 0; seed < 20; seed++) {
            Script script = script(Scenario.DATA, seed);
            CreditControlRequest initial = script.first().request();
            CreditControlRequest last =
                    script.next(grant(initial, false), true).orElseThrow().request();
            assertThat(last.type()).as("seed " + seed).isEqualTo(RequestType.TERMINATION);
            assertThat(script.next(grant(last, false), true)).as("seed " + seed).isEmpty();
        }
    }

    @Test
    void someCallsAreNotAnswered() {
        long unanswered = LongStream.range(0, 500)
                .filter(seed -> {
                    List<CreditControlRequest> call =
                            play(script(Scenario.VOICE, seed), request -> grant(request, false));
                    return call.size() == 2 && used(call.get(1)) == 0;
                })
                .count();
        assertThat(unanswered).isBetween(25L, 150L);
    }

    @Test
    void eventsStopAtARefusal() {
        for (long seed = 0; seed < 20; seed++) {
            List<CreditControlRequest> events = play(
                    script(Scenario.EVENT, seed),
                    request -> answer(
                            request, request.action() == RequestedAction.DIRECT_DEBITING ? 4012 : 2001, List.of()));
            assertThat(events.stream().map(CreditControlRequest::action))
                    .as("seed " + seed)
                    .containsExactly(
                            RequestedAction.PRICE_ENQUIRY,
                            RequestedAction.CHECK_BALANCE,
                            RequestedAction.DIRECT_DEBITING);
            assertThat(events.stream().map(CreditControlRequest::sessionId)).doesNotHaveDuplicates();
        }
    }

    @Test
    void someDebitsAreRefunded() {
        long refunds = LongStream.range(0, 400)
                .filter(seed -> play(script(Scenario.EVENT, seed), request -> grant(request, false)).stream()
                        .anyMatch(event -> event.action() == RequestedAction.REFUND_ACCOUNT))
                .count();
        assertThat(refunds).isBetween(50L, 150L);
    }
}
