package io.ocs.cdr.record;

import io.ocs.core.Octets;

/** Takes the fields of one charging data record, one call for each field in the order of {@link CdrField}. */
interface FieldWriter {

    /** The field has no value in this record. */
    void absent();

    void number(long value);

    /** A number of 32 bits. */
    default void integer(int value) {
        number(value);
    }

    void flag(boolean value);

    /** A word of a closed list, in ASCII without anything to escape. */
    void label(String word);

    /** Text that a peer or a command has chosen: any octets. */
    void text(Octets value);

    /** Milliseconds since 1970. */
    void instant(long epochMs);

    /** 128 bits. */
    void hash(long high, long low);

    /** The list of debits of the record. */
    void debits(ChargingDataRecord cdr);

    /** A number for which {@code absent} stands for no value. */
    default void numberUnless(long absent, long value) {
        if (value == absent) {
            absent();
        } else {
            number(value);
        }
    }

    default void textIfAny(Octets value) {
        if (value.isEmpty()) {
            absent();
        } else {
            text(value);
        }
    }

    default void labelIfAny(String word) {
        if (word == null) {
            absent();
        } else {
            label(word);
        }
    }

    /** 0 and what no calendar of four-digit years holds is no value. */
    default void instantIfAny(long epochMs) {
        if (epochMs > 0 && epochMs < 253_402_300_800_000L) {
            instant(epochMs);
        } else {
            absent();
        }
    }
}
