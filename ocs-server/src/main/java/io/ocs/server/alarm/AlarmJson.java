package io.ocs.server.alarm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** How an occurrence of an alarm is told to programs: the same members in the administration's answers and in the webhook. */
public final class AlarmJson {
    private AlarmJson() {}

    /** One that is raised: {@code cleared} is null. */
    public static ObjectNode of(Alarms.Raised raised) {
        Alarm alarm = raised.alarm();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", alarm.id())
                .put("occurrence", raised.occurrence())
                .put("severity", alarm.severity().label())
                .put("probableCause", alarm.probableCause())
                .put("detail", raised.detail())
                .put("raised", Instant.ofEpochMilli(raised.sinceMs()).toString())
                .putNull("cleared")
                .put("whatToDo", alarm.remedy())
                .put("runbook", alarm.runbook());
    }

    /** One that is over. */
    public static ObjectNode of(Alarms.Cleared over) {
        return of(over.raised())
                .put("cleared", Instant.ofEpochMilli(over.clearedMs()).toString());
    }
}
