/**
 * The catalogue of a running server. {@code LiveCatalog} reads and compiles another one beside the path, has {@code CatalogStore} write it down, and only
 * then hands it to the shards ({@code Raters}), each of which takes it between two requests. Versions are numbered; the newest one is in force, so
 * there is one place that says which: the last file of the store.
 */
package io.ocs.server.catalog;
