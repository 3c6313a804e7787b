/**
 * The online charging function of TS 32.296: it decides on one request at a time, asking the rating function (Re) for a
 * tariff and the account balance function (Rc) for money and units. Decisions are pure: time, state and catalogue are
 * arguments, the outcome is an answer and journal records; {@link io.ocs.core.charging.StateMachine} alone applies records.
 */
package io.ocs.core.charging;
