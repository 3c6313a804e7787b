package io.ocs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadGeneratorTest {
    private static final Subscribers SUBSCRIBERS = new Subscribers("491700000000", 1000);
    private static final int WINDOW = 8;
    private static final int CONNECTIONS = 3;

    /** Goal: nothing is lost, and of each session of the mix exactly its requests are sent. */
    @ParameterizedTest
    @EnumSource
    void everyRequestOfEveryMixIsAnswered(Mix mix) throws Exception {
        RecordingHandler.Seen seen = new RecordingHandler.Seen();
        LoadResult result = run(seen, plan(mix, LoadShape.closed(CONNECTIONS, WINDOW)));

        assertThat(result.failures()).isZero();
        assertThat(result.requests()).isPositive();
        assertThat(result.resultCodes()).isEqualTo(Map.of(2001, result.requests()));
        assertThat(result.latencyNanos().getTotalCount()).isEqualTo(result.requests());
        assertThat(result.latencyNanosAt(100)).isGreaterThan(0);
        long sessions = seen.sessions.size();
        if (mix.isEvent()) {
            assertThat(seen.requests(Protocol.EVENT)).isEqualTo(sessions);
            assertThat(result.requestsByType().get(Protocol.EVENT)).isEqualTo(result.requests());
        } else {
            assertThat(seen.requests(Protocol.INITIAL)).isEqualTo(sessions);
            assertThat(seen.requests(Protocol.TERMINATION)).isEqualTo(sessions);
            // The first session of each slot begins somewhere in its middle, the last is cut short by the end.
            long whole = sessions - 2L * CONNECTIONS * WINDOW;
            assertThat(seen.requests(Protocol.UPDATE)).isBetween(whole * mix.updates(), sessions * mix.updates());
        }
        assertThat(seen.outOfOrder).as("requests whose number does not follow").isZero();
    }

    @Test
    void noMoreThanTheWindowIsInFlight() throws Exception {
        WindowHandler.Seen seen = new WindowHandler.Seen();
        try (NoLogicServer server = new NoLogicServer(0, 1, () -> new WindowHandler(WINDOW, seen))) {
            LoadResult result = LoadGenerator.run(
                    plan(Mix.DATA, LoadShape.closed(1, WINDOW)), server.address(), WindowListener.NONE);
            assertThat(result.failures()).isZero();
        }
        assertThat(seen.inFlightMax).isEqualTo(WINDOW);
        assertThat(seen.fullWindows).isGreaterThan(1);
    }

    /** Goal: those whose time to leave fell into the stall have waited, though they left after it. */
    @Test
    void theOpenLoopCountsTheWaitOfAllWhoWouldHaveLeftInAStall() throws Exception {
        long ratePerSecond = 1000;
        long stallMs = 400;
        LoadPlan plan = new LoadPlan(
                Mix.DATA, new LoadShape(1, 4, ratePerSecond), SUBSCRIBERS, Duration.ZERO, Duration.ofSeconds(1), 1, 1);
        try (NoLogicServer server = new NoLogicServer(0, 1, () -> new StallingHandler(200, stallMs))) {
            LoadResult result = LoadGenerator.run(plan, server.address(), WindowListener.NONE);
            assertThat(result.failures()).isZero();
            assertThat(result.requests()).isEqualTo(ratePerSecond);
            assertThat(result.latencyNanosAt(100))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(stallMs - 10).toNanos());
            long waitedHalf = result.latencyNanos()
                    .getCountBetweenValues(Duration.ofMillis(stallMs / 2).toNanos(), Long.MAX_VALUE / 2);
            assertThat(waitedHalf).isGreaterThan(stallMs / 2 * 9 / 10);
        }
    }

    @Test
    void theRateIsThatOfAllConnectionsAndEventLoopsTogether() throws Exception {
        LoadShape shape = new LoadShape(3, WINDOW, 999);
        LoadPlan plan = new LoadPlan(Mix.DATA, shape, SUBSCRIBERS, Duration.ofMillis(50), Duration.ofMillis(300), 1, 2);
        try (NoLogicServer server = new NoLogicServer(0, 1)) {
            LoadResult result = LoadGenerator.run(plan, server.address(), WindowListener.NONE);
            assertThat(result.failures()).isZero();
            assertThat(result.requests()).isBetween(298L, 301L);
        }
    }

    @Test
    void aRefusalIsCountedByItsCodeAndAsFailure() throws Exception {
        try (NoLogicServer server =
                new NoLogicServer(0, 1, () -> new TamperingHandler(7, TamperingHandler.RESULT_CODE))) {
            LoadResult result = LoadGenerator.run(
                    plan(Mix.DATA, LoadShape.closed(2, WINDOW)), server.address(), WindowListener.NONE);
            long refused = result.resultCodes().get(TamperingHandler.REFUSAL);
            assertThat(refused).isPositive();
            assertThat(result.refused()).isGreaterThanOrEqualTo(refused);
            assertThat(result.failures()).isEqualTo(result.refused());
            assertThat(result.resultCodes().get(2001) + refused).isEqualTo(result.requests());
        }
    }

    @Test
    void aRefusedServiceIsCountedByItsCodeAndAsFailure() throws Exception {
        try (NoLogicServer server =
                new NoLogicServer(0, 1, () -> new TamperingHandler(7, TamperingHandler.SERVICE_RESULT_CODE))) {
            LoadResult result = LoadGenerator.run(
                    plan(Mix.DATA, LoadShape.closed(2, WINDOW)), server.address(), WindowListener.NONE);
            assertThat(result.serviceResultCodes().get(TamperingHandler.REFUSAL))
                    .isPositive();
            assertThat(result.resultCodes()).containsOnlyKeys(2001);
            assertThat(result.failures()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsNotTheRequestsOwnIsAMismatch(TamperingHandler.Echo echo) throws Exception {
        try (NoLogicServer server = new NoLogicServer(0, 1, () -> new TamperingHandler(50, echo.offset()))) {
            LoadResult result = LoadGenerator.run(
                    plan(Mix.DATA, LoadShape.closed(1, WINDOW)),
                    server.address(),
                    WindowListener.NONE,
                    Duration.ofMillis(50));
            assertThat(result.mismatches()).isPositive();
            assertThat(result.lost() > 0).isEqualTo(echo == TamperingHandler.Echo.HOP_BY_HOP);
        }
    }

    @Test
    void aServerThatEndsTheConnectionIsAFailure() throws Exception {
        try (NoLogicServer server = new NoLogicServer(0, 1, () -> new ClosingHandler(100))) {
            LoadResult result = LoadGenerator.run(
                    plan(Mix.DATA, LoadShape.closed(2, WINDOW)), server.address(), WindowListener.NONE);
            assertThat(result.disconnects()).isEqualTo(2);
            assertThat(result.lost()).isPositive();
        }
    }

    @Test
    void twoRunsAgainstOneServerShareNoSessionId() throws Exception {
        RecordingHandler.Seen seen = new RecordingHandler.Seen();
        try (NoLogicServer server = new NoLogicServer(0, 1, () -> new RecordingHandler(seen))) {
            LoadShape shape = LoadShape.closed(CONNECTIONS, WINDOW);
            for (int runId = 1; runId <= 2; runId++) {
                LoadPlan plan =
                        new LoadPlan(Mix.SMS, shape, SUBSCRIBERS, Duration.ZERO, Duration.ofMillis(50), runId, 1);
                assertThat(LoadGenerator.run(plan, server.address(), WindowListener.NONE)
                                .failures())
                        .isZero();
            }
        }
        assertThat(seen.requests(Protocol.EVENT)).isEqualTo(seen.sessions.size());
        assertThat(seen.outOfOrder).isZero();
    }

    @Test
    void aServerThatIsNotThereIsSaid() throws Exception {
        try (Socket taken = new Socket()) { // a port that nobody listens on, nor can take meanwhile
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress nobody = (InetSocketAddress) taken.getLocalSocketAddress();
            assertThatThrownBy(() ->
                            LoadGenerator.run(plan(Mix.DATA, LoadShape.closed(1, 1)), nobody, WindowListener.NONE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot connect");
        }
    }

    private static LoadResult run(RecordingHandler.Seen seen, LoadPlan plan) throws InterruptedException {
        try (NoLogicServer server = new NoLogicServer(0, 1, () -> new RecordingHandler(seen))) {
            return LoadGenerator.run(plan, server.address(), WindowListener.NONE);
        }
    }

    private static LoadPlan plan(Mix mix, LoadShape shape) {
        return new LoadPlan(mix, shape, SUBSCRIBERS, Duration.ofMillis(50), Duration.ofMillis(200), 1, 1);
    }
}
