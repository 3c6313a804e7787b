/**
 * What a charging data record says and how it is written as octets. The projector fills one reused
 * {@link io.ocs.cdr.record.ChargingDataRecord}, a row of values, from the journal's flyweights; {@link io.ocs.cdr.record.CdrField} is the one list
 * of its fields, in the order of the columns, with their types. {@link io.ocs.cdr.record.CdrText} writes each value as text once;
 * {@link io.ocs.cdr.record.CsvEncoder} and {@link io.ocs.cdr.record.JsonEncoder} put those together as lines,
 * {@link io.ocs.cdr.record.BerEncoder} and {@link io.ocs.cdr.record.ParquetRows} write them in the binary formats, and
 * {@link io.ocs.cdr.record.CopyEncoder} writes the values as the database keeps them. {@link io.ocs.cdr.record.CdrTotals} adds up what manifests and
 * reports state.
 */
package io.ocs.cdr.record;
