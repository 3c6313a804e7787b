/**
 * Charging data records in files. {@link io.ocs.cdr.file.CdrFileSink} writes records into {@code .tmp} files,
 * one {@link io.ocs.cdr.file.OpenFile} for each format, closes them by size, count, age and
 * epoch, and announces them by a {@link io.ocs.cdr.file.CdrManifest}: the rename of the manifest is the one step that makes a file exist. The
 * manifests of a shard form a chain by hash, whose last link says from which journal position on to go on.
 * {@link io.ocs.cdr.file.CdrFileVerifier} reads a folder as a stranger would and tells whether all of it agrees.
 */
package io.ocs.cdr.file;
