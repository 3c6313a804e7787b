/**
 * What a charging data record says and how it is written as octets. The projector fills one reused
 * {@link io.ocs.cdr.record.ChargingDataRecord} from the journal's flyweights; {@link io.ocs.cdr.record.CdrField} is the one list of its
 * fields, in the order of the columns; {@link io.ocs.cdr.record.CsvEncoder}, {@link io.ocs.cdr.record.JsonEncoder},
 * {@link io.ocs.cdr.record.CopyEncoder} and the content hash take the fields from one walk in that order.
 * {@link io.ocs.cdr.record.CdrTotals} adds up what manifests and reports state.
 */
package io.ocs.cdr.record;
