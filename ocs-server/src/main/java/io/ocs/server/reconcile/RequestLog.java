package io.ocs.server.reconcile;

import io.ocs.server.reconcile.SegmentScan.Place;
import java.util.HashMap;
import java.util.Map;

/** Every request of the journal, to be held against what clients noted: a few hundred octets for each. */
final class RequestLog implements JournalFold.Listener {
    private final Map<Requested.Key, Requested> requests = new HashMap<>();
    private final Problems problems;

    RequestLog(Problems problems) {
        this.problems = problems;
    }

    Map<Requested.Key, Requested> requests() {
        return requests;
    }

    @Override
    public void request(Place place, Requested.Key key, Requested request) {
        if (requests.put(key, request) != null) {
            problems.add(place + ": " + key + " was carried out twice");
        }
    }
}
