package io.ocs.server.simulation;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import java.util.List;

/**
 * A request as the network element that made it keeps it: sent again, it is the same but for the identifiers of its header and the T flag.
 *
 * @param number CC-Request-Number
 * @param identity MSISDN or IMSI (15 digits); null if the request names none
 * @param action of events; null otherwise
 * @param multiple whether the units stand in MSCCs
 */
record Request(
        RequestType type,
        String session,
        long number,
        String identity,
        Kind kind,
        RequestedAction action,
        boolean multiple,
        List<Use> uses) {

    /**
     * One service; amounts below 0 are absent, 0 asked for is an empty Requested-Service-Unit.
     *
     * @param money CC-Money asked for, micros; below 0: units are meant
     * @param currency of the money, ISO 4217 numeric code
     */
    record Use(long group, long identifier, long used, long asked, long money, int currency) {

        static Use units(long group, long identifier, long used, long asked) {
            return new Use(group, identifier, used, asked, -1, 0);
        }
    }

    boolean isEvent() {
        return type == RequestType.EVENT;
    }

    /** What names it: a repeat has the same. */
    String key() {
        return session + " " + type + " " + number;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(key()).append(' ').append(kind);
        if (action != null) {
            text.append(' ').append(action);
        }
        if (identity != null) {
            text.append(" of ").append(identity);
        }
        for (Use use : uses) {
            text.append(" [").append(use.group).append('/').append(use.identifier);
            text.append(" used ").append(use.used).append(" asked ").append(use.asked);
            text.append(use.money >= 0 ? " money " + use.money + "]" : "]");
        }
        return text.append(multiple ? "" : " at command level").toString();
    }
}
