package io.ocs.core.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.charging.RatingVersions.RunningSessions;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import org.junit.jupiter.api.Test;

/** Goal: a code of seven bits leads to the version meant, to the one in force if that is gone, and never to another one. */
class RatingVersionsTest {

    /** Nothing but an identity. */
    private record Catalog(int number) implements RatingFunction {
        @Override
        public Tariff tariff(long offer, CreditControlRequest request, ServiceUsage service, long atMs) {
            return null;
        }

        @Override
        public Tariff resume(long planKey, long atMs) {
            return null;
        }

        @Override
        public boolean knowsOffer(long offer) {
            return offer == number;
        }
    }

    private static RatingVersions upTo(int newest) {
        RatingVersions versions = RatingVersions.numbered(1, new Catalog(1), RunningSessions.KEEP);
        for (int number = 2; number <= newest; number++) {
            versions = versions.next(number, new Catalog(number));
        }
        return versions;
    }

    private static int found(RatingVersions versions, int number) {
        return ((Catalog) versions.ofAge(versions.age(RatingVersions.code(number)))).number;
    }

    @Test
    void everyVersionThatIsKeptIsFoundByItsCode() {
        for (int newest = 1; newest <= 400; newest++) {
            RatingVersions versions = upTo(newest);
            for (int number = Math.max(1, newest - RatingVersions.HELD_MAX); number <= newest; number++) {
                assertThat(found(versions, number)).isEqualTo(number);
                assertThat(versions.numberOf(RatingVersions.code(number))).isEqualTo(number);
            }
            assertThat(versions.held()).hasSize(Math.min(newest - 1, RatingVersions.HELD_MAX));
        }
    }

    @Test
    void oneThatIsNotKeptGivesWayToTheOneInForce() {
        RatingVersions versions = upTo(300);
        for (int number = 300 - RatingVersions.WINDOW + 1; number < 300 - RatingVersions.HELD_MAX; number++) {
            assertThat(found(versions, number)).isEqualTo(300);
        }
        RatingVersions less = versions.keeping(number -> number == 290);
        assertThat(less.held()).containsExactly(290);
        assertThat(found(less, 290)).isEqualTo(290);
        assertThat(found(less, 299)).isEqualTo(300);
        assertThat(versions.held()).as("the others are as they were").hasSize(RatingVersions.HELD_MAX);
    }

    @Test
    void codesAreSevenBitsAndZeroIsNone() {
        for (int number = 1; number < 1_000; number++) {
            assertThat(RatingVersions.code(number)).isBetween(1, 127);
        }
        assertThat(RatingVersions.code(0)).isZero();
        assertThat(RatingVersions.code(-3)).isZero();
        assertThat(upTo(5).age(0)).isZero();
        assertThat(upTo(5).numberOf(0)).isZero();
        assertThat(upTo(5).numberOf(RatingVersions.code(100)))
                .as("of another history")
                .isZero();
    }

    @Test
    void afterAStartOnlyTheVersionsThatSessionsGoByAreThere() {
        RatingVersions versions = RatingVersions.numbered(200, new Catalog(200), RunningSessions.KEEP)
                .with(198, new Catalog(198))
                .with(200 - RatingVersions.WINDOW, new Catalog(73))
                .with(201, new Catalog(201));
        assertThat(versions.held()).containsExactly(198);
        assertThat(found(versions, 198)).isEqualTo(198);
        assertThat(found(versions, 199)).isEqualTo(200);
    }

    @Test
    void whatHasNoNumberIsAlwaysInForce() {
        RatingVersions versions = RatingVersions.of(new Catalog(9));
        assertThat(versions.number()).isZero();
        assertThat(found(versions, 44)).isEqualTo(9);
        assertThat(versions.knowsOffer(9)).isTrue();
        assertThat(RatingVersions.of(versions)).isSameAs(versions);
    }

    @Test
    void numbersOnlyRise() {
        assertThatThrownBy(() -> upTo(3).next(3, new Catalog(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 3 does not come after 3");
    }
}
