/**
 * The account balance function: which buckets of an account pay for what was used, and which hold what is granted. It reads a copy of the
 * account and writes into the record of the service; the state machine of the core applies that record.
 */
package io.ocs.balance.account;
