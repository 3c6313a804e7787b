/**
 * The books, done a second time: the octets of the journal, the charging data records as they stand in files and table, what network elements
 * noted, and what the server shows, each read by code of its own and then compared record by record. Nothing here uses the server's views of
 * records, its image or its sums, so that a mistake in those cannot hide itself.
 *
 * <p>{@link io.ocs.server.reconcile.JournalFold} reads segment files into a {@link io.ocs.server.reconcile.Ledger} and lists of charges;
 * {@link io.ocs.server.reconcile.CdrFold} reads files and table; {@link io.ocs.server.reconcile.ClientFold} reads client logs;
 * {@link io.ocs.server.reconcile.Reconciler} holds them against each other and gives a {@link io.ocs.server.reconcile.Reconciliation}.
 */
package io.ocs.server.reconcile;
