/**
 * Logging: one line per event on stderr, JSON for machines or text for a terminal, and the masking of identities. Log with SLF4J's fluent
 * form: a kebab-case event name as the message, everything else as key and value.
 */
package io.ocs.server.logging;
