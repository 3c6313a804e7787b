package io.ocs.core.request;

import static java.util.Objects.requireNonNull;

import io.ocs.core.TriggerType;
import java.util.List;

/**
 * What network elements of one kind are told beyond what all are: a fixed set of switches, found once per connection. Immutable.
 *
 * @param failureHandling what they shall do when this server does not answer
 * @param costInformation Cost-Information (RFC 8506 §8.7) at the end of a session and with an event; a price enquiry is answered in any case
 * @param balance Remaining-Balance and Low-Balance-Indication (TS 32.299)
 * @param lowBalanceMicros a money balance below this, in micros of the account's currency, is a low one
 * @param adviceOfCharge AoC-Information (TS 32.299), cost or price, when AoC-Request-Type or the subscription to advice of charge asks for it
 * @param quotaTimes Quota-Holding-Time, Quota-Consumption-Time and Unit-Quota-Threshold (TS 32.299), where the catalogue has them
 * @param tariffTimeChange Tariff-Time-Change with two quotas (RFC 8506 §5.1.2) instead of grants that end at a switch of tariffs. A client that
 *     does not know it has to end the session
 * @param creditPools G-S-U-Pool-Reference (RFC 8506 §5.1.2): services of a session that are paid by money with a linear price share a credit pool. A
 *     client that does not know it has to end the session
 * @param lowBalanceCalls whether they are asked to come again (RAR) when another session takes the money of the account below the threshold of the server
 * @param finalUnitExtensions QoS-Final-Unit-Indication with Redirect-Server-Extension (RFC 8506 §8.64, §8.68), beside Final-Unit-Indication
 * @param finalUnitAtOnce whether the first interrogation of who has nothing is answered with REDIRECT or RESTRICT_ACCESS and no units (RFC 8506
 *     §8.34), instead of 4012. Who does not know it would serve without any quota until the Validity-Time is over
 * @param conditionsInUpdates whether each update tells the conditions of rating (access point, access, network and QoS, all of them) as they are, and none reports that they have changed
 *     (Reporting-Reason RATING_CONDITION_CHANGE, TS 32.299): units are then granted by the price of what the update says. Else a service keeps its price
 *     until a change is reported
 * @param triggers armed with each grant (Trigger, TS 32.299); empty: none is sent, and the client keeps to its own
 */
public record ClientProfile(
        String name,
        FailureHandling failureHandling,
        boolean costInformation,
        boolean balance,
        long lowBalanceMicros,
        boolean adviceOfCharge,
        boolean quotaTimes,
        boolean tariffTimeChange,
        boolean creditPools,
        boolean lowBalanceCalls,
        boolean finalUnitExtensions,
        boolean finalUnitAtOnce,
        boolean conditionsInUpdates,
        List<TriggerType> triggers) {

    /** For whoever is not known better: what RFC 8506 and TS 32.299 let every client understand or skip. */
    public static final ClientProfile DEFAULT = new ClientProfile(
            "default",
            FailureHandling.UNTOLD,
            true,
            false,
            0,
            true,
            true,
            false,
            false,
            false,
            false,
            true,
            false,
            List.of());

    /**
     * Open5GS: asks for advice of charge in each request, without reading it, and takes a grant of nothing for one without a bound. Its requests are alike: each
     * tells access, network and QoS.
     */
    public static final ClientProfile OPEN5GS = plain("open5gs", true);

    /** Kamailio: calls, of which it reads Validity-Time and Time-Quota-Threshold. */
    public static final ClientProfile KAMAILIO = plain("kamailio", false);

    /** A client that is told of costs and nothing else beyond what it must be told. */
    private static ClientProfile plain(String name, boolean conditionsInUpdates) {
        return new ClientProfile(
                name,
                FailureHandling.UNTOLD,
                true,
                false,
                0,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                conditionsInUpdates,
                List.of());
    }

    public ClientProfile {
        requireNonNull(name, "name");
        requireNonNull(failureHandling, "failureHandling");
        triggers = List.copyOf(triggers);
    }

    /**
     * What a client shall do when this server does not answer; null where it is told nothing and keeps to the default of the specification.
     *
     * @param sessionFailover CC-Session-Failover (RFC 8506 §8.4)
     * @param creditControl Credit-Control-Failure-Handling (RFC 8506 §8.14)
     * @param directDebiting Direct-Debiting-Failure-Handling (RFC 8506 §8.15)
     */
    public record FailureHandling(
            SessionFailover sessionFailover, CreditControl creditControl, DirectDebiting directDebiting) {

        /** Nothing is told. */
        public static final FailureHandling UNTOLD = new FailureHandling(null, null, null);

        /** Ordinals are the numbers on the wire. */
        public enum SessionFailover {
            NOT_SUPPORTED,
            SUPPORTED
        }

        /** Ordinals are the numbers on the wire. */
        public enum CreditControl {
            TERMINATE,
            CONTINUE,
            RETRY_AND_TERMINATE
        }

        /** Ordinals are the numbers on the wire. */
        public enum DirectDebiting {
            TERMINATE_OR_BUFFER,
            CONTINUE
        }
    }
}
