/**
 * Looks at a machine and a configuration before a server is started on them, or beside one that runs: what is found wrong comes with what to do about it.
 * Reads, and writes only a small file of its own where it measures a disk.
 */
package io.ocs.server.doctor;
