/**
 * Metrics: one Micrometer registry that feeds Prometheus and JMX. Parts that count on hot paths keep plain {@code long}s and hand out
 * suppliers, which are read when somebody scrapes.
 */
package io.ocs.server.metrics;
