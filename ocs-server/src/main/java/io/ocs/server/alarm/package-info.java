/**
 * What can be wrong with a running server, and whether it is. Parts keep figures and know nothing of alarms; whoever wires them gives {@link
 * io.ocs.server.alarm.Alarms} conditions over those figures, which are looked at once a second. Raise and clear are one log line each and a metric.
 */
package io.ocs.server.alarm;
