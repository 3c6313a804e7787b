package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest.Kind;
import io.ocs.core.state.LifeCycle;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: clients are asked when what they were told is no longer so, they alone, once; and no session outlives its client's knowledge of it. */
class ClientCallsTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final String ANNA = "491700000001";
    private static final String BEN = "491700000002";
    private static final SubscriptionId ANNA_ID = SubscriptionId.e164(ANNA);

    private static AccountCommand topUp(String amount) {
        return new AccountCommand.TopUp(ANNA_ID, Money.parse(amount));
    }

    private static AccountCommand suspend() {
        return new AccountCommand.ChangeState(ANNA_ID, LifeCycle.SUSPENDED);
    }

    /** Three of Anna's sessions: plenty, the last units, none; and Ben's last units. */
    private static Charging shortOfMoney(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        charging.subscriber(ANNA, "plain", "0.03EUR");
        charging.subscriber(BEN, "plain", "0.01EUR");
        charging.clock.advanceMs(1);
        charging.route = 7;
        assertThat(charging.send(initial("plenty", ANNA).ask(1, 10_000))).isEqualTo("2001 [rg1 2001 10000]");
        charging.send(terminate("plenty", 1).used(1, 0));
        assertThat(charging.send(initial("last", ANNA).ask(1, 30_000))).isEqualTo("2001 [rg1 2001 30000 final]");
        assertThat(charging.send(initial("none", ANNA).ask(1, 10_000))).isEqualTo("2001 [rg1 4012]");
        assertThat(charging.send(initial("bens", BEN).ask(1, 10_000))).isEqualTo("2001 [rg1 2001 10000 final]");
        return charging;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void afterATopUpTheClientsOfSessionsThatAreShortAreAsked(int shards) {
        Charging charging = shortOfMoney(shards);
        charging.execute("top-up", topUp("1.00EUR"));
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE last 7", "RE_AUTHORIZE none 7");
        charging.execute("top-up", topUp("1.00EUR"));
        charging.work();
        assertThat(charging.clients.asked()).as("a repeated command").isEmpty();

        charging.send(
                update("last", 1).mscc(1, 30_000, 10_000), update("none", 1).mscc(1, 0, 10_000));
        charging.execute(topUp("1.00EUR"));
        charging.work();
        assertThat(charging.clients.asked()).as("all have plenty now").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theSessionsOfASuspendedSubscriberAreAskedToEnd(int shards) {
        Charging charging = shortOfMoney(shards);
        charging.execute(suspend());
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("ABORT last 7", "ABORT none 7");
        charging.clients.answer(2001);
        charging.work();
        assertThat(charging.openSessions(ANNA))
                .as("they end when their clients end them")
                .isEqualTo(2);
        assertThat(charging.send(terminate("last", 1).used(1, 20_000))).startsWith("2001 [rg1 2001] cost 0.02");
        charging.execute(new AccountCommand.ChangeState(ANNA_ID, LifeCycle.ACTIVE));
        charging.work();
        assertThat(charging.clients.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void onlyTheSessionsOfTheMemberAreAskedToEnd(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        charging.subscriber(ANNA, "plain", "1.00EUR");
        charging.subscriber(BEN, "plain", null, ANNA, List.of());
        charging.clock.advanceMs(1);
        charging.send(initial("a", ANNA).ask(1, 1000), initial("b", BEN).ask(1, 1000));
        charging.execute(suspend());
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("ABORT a 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aSubscriberIsRemovedWhenItsClientsHaveEndedItsSessions(int shards) {
        Charging charging = shortOfMoney(shards);
        AccountCommand remove = new AccountCommand.RemoveSubscriber(ANNA_ID);
        assertThat(charging.execute(remove).status()).isEqualTo(Status.SESSIONS_OPEN);
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("ABORT last 7", "ABORT none 7");
        charging.send(terminate("last", 1).used(1, 0), terminate("none", 1));
        assertThat(charging.execute(remove).isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anotherCatalogueIsForAllSessions(int shards) {
        Charging charging = shortOfMoney(shards);
        charging.catalogue(CATALOG);
        assertThat(charging.clients.asked())
                .containsExactly("RE_AUTHORIZE bens 7", "RE_AUTHORIZE last 7", "RE_AUTHORIZE none 7");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatClientsDoNotKnowIsEnded(int shards) {
        Charging charging = shortOfMoney(shards);
        charging.execute(topUp("1.00EUR"));
        charging.work();
        charging.clients.answer(5002);
        charging.work();
        assertThat(charging.openSessions(ANNA)).isZero();
        assertThat(charging.money(ANNA)).isEqualTo("1.03");
        assertThat(charging.send(update("last", 1).mscc(1, 10, 10))).isEqualTo("5002");
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2001, 2002, 5012, 3001})
    void anyOtherAnswerLeavesTheSession(int code) {
        Charging charging = shortOfMoney(1);
        charging.execute(topUp("1.00EUR"));
        charging.work();
        charging.clients.answer(code);
        charging.work();
        assertThat(charging.openSessions(ANNA)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aSessionThatWasHeardOfMeanwhileIsNotEnded(int shards) {
        Charging charging = shortOfMoney(shards);
        charging.execute(topUp("1.00EUR"));
        charging.work();
        charging.clock.advanceMs(1);
        charging.send(update("last", 1).mscc(1, 10, 10_000));
        charging.clients.answer(5002);
        charging.work();
        assertThat(charging.openSessions(ANNA)).isEqualTo(1);
        assertThat(charging.send(update("last", 2).mscc(1, 10, 10_000))).startsWith("2001");
    }

    /** A change that touches many sessions waits for the way to the clients, and forgets none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theSearchWaitsForRoom(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        charging.subscriber(ANNA, "plain", "9.00EUR");
        for (int i = 0; i < 40; i++) {
            charging.send(initial("s" + i, ANNA).ask(1, 1000));
        }
        charging.clients.room = 7;
        charging.catalogue(CATALOG);
        int asked = charging.clients.asked().size();
        assertThat(asked).isEqualTo(7);
        charging.clients.room = 5;
        charging.work();
        assertThat(charging.clients.asked()).hasSize(5);
        charging.clients.room = 1000;
        charging.work();
        assertThat(charging.clients.asked()).hasSize(28);
        charging.work();
        assertThat(charging.clients.asked()).isEmpty();
    }

    /** A round over all sessions may take long: what concerns few goes in between, and takes nothing from it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRoundOverAllDoesNotHoldUpWhatConcernsFew(int shards) {
        Charging charging = shortOfMoney(shards);
        for (int i = 0; i < 40; i++) {
            charging.send(initial("s" + i, BEN).ask(1, 1000));
        }
        charging.clients.room = 20;
        charging.clients.reserve = 10;
        charging.catalogue(CATALOG);
        int asked = charging.clients.asked().size();
        assertThat(asked).as("what leaves room").isEqualTo(10);
        charging.execute(suspend());
        charging.work();
        assertThat(charging.clients.asked()).contains("ABORT last 7", "ABORT none 7");
        charging.clients.room = 1000;
        charging.work();
        assertThat(charging.clients.asked()).as("the rest of the round").hasSizeBetween(31, 33);
        charging.work();
        assertThat(charging.clients.asked()).isEmpty();
    }

    /** Rounds for few that come one after the other do not keep the one over all from its end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRoundOverAllComesToItsEndWhateverElseIsAsked(int shards) {
        Charging charging = shortOfMoney(shards);
        charging.clients.room = 0;
        charging.catalogue(CATALOG);
        charging.clients.room = 1000;
        List<String> asked = new ArrayList<>();
        List<CompletableFuture<CommandResult>> topUps = new ArrayList<>();
        for (int cycle = 0; cycle < 10; cycle++) { // in each of them a round for few waits
            topUps.add(charging.administration().execute("top-up " + cycle, topUp("0.01EUR")));
            charging.workOnce();
            asked.addAll(charging.clients.asked());
        }
        assertThat(asked).contains("RE_AUTHORIZE last 7").containsOnlyOnce("RE_AUTHORIZE bens 7");
        assertThat(topUps).allMatch(CompletableFuture::isDone);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void oneSessionIsAskedForByItsId(int shards) {
        Charging charging = shortOfMoney(shards);
        CompletableFuture<Optional<ClientAnswer>> answer =
                charging.administration().request(Kind.RE_AUTHORIZE, "bens");
        CompletableFuture<Optional<ClientAnswer>> unknown =
                charging.administration().request(Kind.ABORT, "nobody's");
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE bens 7");
        assertThat(unknown.join()).isEmpty();
        charging.clients.answer(2002);
        assertThat(answer.join()).contains(ClientAnswer.of(2002));
    }

    /** The routes of another process lead to anybody. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void afterARestartARouteIsNotBelieved(int shards) {
        Charging charging = shortOfMoney(shards);
        charging.restart();
        charging.execute(topUp("1.00EUR"));
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE last 0", "RE_AUTHORIZE none 0");
        charging.clock.advanceMs(1);
        charging.route = 9;
        charging.send(update("none", 1).mscc(1, 0, 10_000));
        CompletableFuture<Optional<ClientAnswer>> answer =
                charging.administration().request(Kind.RE_AUTHORIZE, "none");
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE none 9");
        assertThat(answer).isNotDone();
    }
}
