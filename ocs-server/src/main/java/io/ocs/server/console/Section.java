package io.ocs.server.console;

import static io.ocs.server.access.Role.CARE;
import static io.ocs.server.access.Role.VIEWER;

import io.ocs.server.access.Role;

/** What the navigation leads to. */
public enum Section {
    TRAFFIC("Traffic", "/console/traffic", VIEWER),
    ALARMS("Alarms", "/console/alarms", VIEWER),
    PEERS("Peers", "/console/peers", VIEWER),
    SESSIONS("Sessions", "/console/sessions", CARE),
    SUBSCRIBERS("Subscribers", "/console/subscribers", CARE),
    CATALOG("Catalogue", "/console/catalog", VIEWER),
    CDRS("Records", "/console/cdrs", VIEWER),
    CAPACITY("Capacity", "/console/capacity", VIEWER);

    private final String title;
    private final String path;
    private final Role least;

    Section(String title, String path, Role least) {
        this.title = title;
        this.path = path;
        this.least = least;
    }

    String title() {
        return title;
    }

    public String path() {
        return path;
    }

    /** The least role that may see it: sections of subscribers are for those who may see numbers. */
    public Role least() {
        return least;
    }
}
