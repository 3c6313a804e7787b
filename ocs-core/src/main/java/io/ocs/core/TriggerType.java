package io.ocs.core;

/** Trigger-Type (TS 32.299): changes at which a client shall ask for its quota anew. Those that an operator may arm. */
public enum TriggerType {
    CHANGE_IN_SGSN_IP_ADDRESS(1),
    CHANGE_IN_QOS(2),
    CHANGE_IN_LOCATION(3),
    CHANGE_IN_RAT(4),
    CHANGE_IN_UE_TIMEZONE(5),
    CHANGEINLOCATION_MCC(30),
    CHANGEINLOCATION_MNC(31),
    CHANGEINLOCATION_RAC(32),
    CHANGEINLOCATION_LAC(33),
    CHANGEINLOCATION_CELLID(34),
    CHANGEINLOCATION_TAC(35),
    CHANGEINLOCATION_ECGI(36);

    private final int value;

    TriggerType(int value) {
        this.value = value;
    }

    /** The number on the wire. */
    public int value() {
        return value;
    }
}
