/**
 * Who may administrate a running server: bearer tokens in a file, of which only hashes are kept, and the role that each has. The file is read again when it
 * changes; one that is no good leaves the one before in force.
 */
package io.ocs.server.access;
