package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.alarm.AlarmJson;
import io.ocs.server.alarm.Alarms;
import io.vertx.ext.web.RoutingContext;

/** {@code /admin/v1/alarms}. */
final class AlarmRoutes {
    private final Alarms alarms;

    AlarmRoutes(AdminPorts ports) {
        alarms = ports.alarms();
    }

    void list(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        alarms.raised().forEach(raised -> json.withArray("active").add(AlarmJson.of(raised)));
        alarms.cleared().forEach(over -> json.withArray("recent").add(AlarmJson.of(over)));
        json.withArray("active");
        json.withArray("recent");
        Replies.json(context, 200, json);
    }
}
