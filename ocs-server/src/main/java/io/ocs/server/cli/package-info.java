/**
 * The commands. Those that talk to a running server do so over HTTP ({@link io.ocs.server.cli.AdminClient}); they print a table for people
 * or JSON for programs to stdout, and everything else to stderr. A refusal is a {@link io.ocs.server.cli.CommandFailure}: one line, exit 1.
 */
package io.ocs.server.cli;
