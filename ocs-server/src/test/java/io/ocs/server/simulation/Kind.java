package io.ocs.server.simulation;

import io.ocs.core.UnitKind;

/** The services that are simulated, as a network element names them. */
enum Kind {
    DATA("32251@3gpp.org", "data", UnitKind.TOTAL_OCTETS, "", 421),
    VOICE("32260@3gpp.org", "voice", UnitKind.TIME, "s", 420),
    SMS("32274@3gpp.org", "sms", UnitKind.SERVICE_SPECIFIC, "", 417);

    final String context;
    /** As the catalogue names it. */
    final String word;

    final UnitKind unit;
    /** Suffix of its units in the catalogue. */
    final String suffix;
    /** AVP code of its units. */
    final int avp;

    Kind(String context, String word, UnitKind unit, String suffix, int avp) {
        this.context = context;
        this.word = word;
        this.unit = unit;
        this.suffix = suffix;
        this.avp = avp;
    }
}
