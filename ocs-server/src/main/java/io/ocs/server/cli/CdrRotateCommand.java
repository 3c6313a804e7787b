package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ocs cdr rotate}. */
@Command(
        name = "rotate",
        description = {
            "Has the running server close the charging data record files that it is writing now, in every format, and commit the rows of the billing "
                    + "database; waits until the files have all that was charged before the command was given. For a billing batch that wants what there is.",
            "",
            "A shard without new records closes nothing. With a token the role 'operator' is wanted; the command stands in the audit log.",
            "",
            "Exit code: 0 the files are closed, 1 some could not be written in half a minute or no server answers, 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  ocs cdr rotate", "  ocs cdr rotate && ocs cdr verify /var/spool/ocs/cdr"})
final class CdrRotateCommand implements Callable<Integer> {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        AdminClient admin = server.client();
        Map<Integer, Long> committed = new HashMap<>();
        for (JsonNode shard : admin.get("/admin/v1/journal").path("shards")) {
            committed.put(shard.path("shard").asInt(), shard.path("position").asLong());
        }
        long startNanos = System.nanoTime();
        JsonNode cdrs = admin.post("/admin/v1/cdrs/flush");
        while (isOpen(cdrs, committed) && System.nanoTime() - startNanos < WAIT_NANOS) {
            LockSupport.parkNanos(POLL_NANOS);
            cdrs = admin.get("/admin/v1/cdrs");
        }
        server.print(cdrs, text(cdrs, committed));
        return isOpen(cdrs, committed) ? 1 : 0;
    }

    private static boolean isOpen(JsonNode cdrs, Map<Integer, Long> committed) {
        for (JsonNode delivery : cdrs.path("deliveries")) {
            if (isOpenFile(delivery, committed)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOpenFile(JsonNode delivery, Map<Integer, Long> committed) {
        long wanted = committed.getOrDefault(delivery.path("shard").asInt(), 0L);
        return delivery.path("sink").asText().equals("file")
                && delivery.path("position").asLong() < wanted;
    }

    private static String text(JsonNode cdrs, Map<Integer, Long> committed) {
        if (cdrs.path("deliveries").findValuesAsText("sink").stream().noneMatch("file"::equals)) {
            return "the server writes no files: cdr.formats is empty";
        }
        Table table = new Table("SHARD", "FILES", "JOURNAL POSITION", "LAST ERROR");
        for (JsonNode delivery : cdrs.path("deliveries")) {
            if (delivery.path("sink").asText().equals("file")) {
                table.row(
                        Table.cell(delivery, "shard", ""),
                        isOpenFile(delivery, committed) ? "NOT CLOSED, " + Table.cell(delivery, "state", "") : "closed",
                        Table.cell(delivery, "position", ""),
                        Table.cell(delivery, "lastError", ""));
            }
        }
        return table.toString();
    }
}
