package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.ChangeOffer;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.LifeCycle;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: nobody takes an offer that the rules of the catalogue keep from him; a refused command leaves no trace, and a repeat gets the first answer. */
class OfferRulesFlowTest {

    private static final String ANNA = "491700000001";
    private static final String BERT = "491700000002";
    private static final TariffCatalog CATALOG = FlowCatalog.of(
            """
            offers:
            - {name: base, currency: EUR, prices: [{name: sms, match: {service: sms}, amount: 1}]}
            - {name: family, currency: EUR, prices: [{name: sms, match: {service: sms}, amount: 1}]}
            - name: kid
              currency: EUR
              eligibility: [{name: in-a-family, with: [family]}]
              prices: [{name: sms, match: {service: sms}, amount: 0.1}]
            - name: fresh
              currency: EUR
              eligibility: [{name: newcomers, has: none}]
              prices: [{name: sms, match: {service: sms}, amount: 0.2}]
            - name: better
              currency: EUR
              eligibility: [{name: from-base, has: [base]}]
              prices: [{name: sms, match: {service: sms}, amount: 0.3}]
            - name: firm
              currency: EUR
              exclusions: [{name: no-families, with: [family]}]
              prices: [{name: sms, match: {service: sms}, amount: 0.4}]
            """);

    private final Charging charging = new Charging(CATALOG, 1);

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    private CommandResult create(String number, String offer, String memberOf) {
        return charging.execute(new AccountCommand.CreateSubscriber(
                List.of(SubscriptionId.e164(number)),
                charging.terms(offer),
                memberOf == null ? null : SubscriptionId.e164(memberOf),
                null,
                List.of(),
                true,
                LifeCycle.ACTIVE));
    }

    private CommandResult change(String key, String number, String offer) {
        return charging.execute(key, new ChangeOffer(SubscriptionId.e164(number), charging.terms(offer)));
    }

    @Test
    void aNewSubscriberIsRefusedByTheNameOfTheRule() {
        CommandResult refused = create(ANNA, "kid", null);
        assertThat(refused.status()).isEqualTo(Status.NOT_ELIGIBLE);
        assertThat(refused.detail()).startsWith("rule 'in-a-family' of offer 'kid'");
        assertThat(create(ANNA, "better", null).status()).isEqualTo(Status.NOT_ELIGIBLE);
        assertThat(create(ANNA, "fresh", null).isDone())
                .as("nothing was left of the refused ones")
                .isTrue();
    }

    @Test
    void whatOtherMembersHaveCounts() {
        assertThat(create(ANNA, "family", null).isDone()).isTrue();
        assertThat(create(BERT, "firm", ANNA).status()).isEqualTo(Status.NOT_ELIGIBLE);
        assertThat(create(BERT, "kid", ANNA).isDone()).isTrue();
        assertThat(change("1", ANNA, "firm").isDone())
                .as("his own offer is not another member's")
                .isTrue();
        assertThat(change("2", BERT, "family").detail()).contains("no-families");
        assertThat(change("3", BERT, "kid").isDone())
                .as("who takes what he has takes it again")
                .isTrue();
        assertThat(change("4", BERT, "base").isDone()).isTrue();
        assertThat(change("5", BERT, "kid").detail()).contains("in-a-family");
    }

    /** The rule would refuse it now: he has the offer already. */
    @Test
    void aRepeatIsAnsweredAsTheFirst() {
        create(ANNA, "base", null);
        assertThat(change("once", ANNA, "better").isDone()).isTrue();
        change("back", ANNA, "base");
        change("away", ANNA, "family");
        CommandResult again = change("once", ANNA, "better");
        assertThat(again.isDone()).isTrue();
        assertThat(again.repeated()).isTrue();
        assertThat(charging.view(ANNA).offer()).isEqualTo("family");
        assertThat(change("twice", ANNA, "better").status()).isEqualTo(Status.NOT_ELIGIBLE);
    }

    /** Goal: a command sent again behind a change of generations is the same command. */
    @Test
    void theGenerationIsNoPartOfTheCommand() {
        assertThat(new OfferTerms("a@2", 978, 0, List.of())).hasToString("a");
        assertThat(new OfferTerms("a", 978, 0, List.of())).hasToString("a");
    }
}
