/**
 * The image of a shard: accounts, sessions and the rest as entries of fixed layout in native memory that never move. One index per table
 * ({@link io.ocs.balance.store.EntryIndex}) leads from a key's hash to an entry's address; what holds the entries is either memory-mapped
 * files ({@link io.ocs.balance.store.ChronicleAccountStore}), which a clean stop leaves to the next start, or plain native memory
 * ({@link io.ocs.balance.store.MemoryAccountStore}). Neither is the truth: that is the journal.
 */
package io.ocs.balance.store;
