/**
 * What an operator may turn over JMX, locally: remote access is off unless the virtual machine is told otherwise. Figures are not here but in the domain
 * {@code ocs}, where every metric is.
 */
package io.ocs.server.jmx;
