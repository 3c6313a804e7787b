package io.ocs.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {
    private final ServerMetrics metrics = new ServerMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void whatIsRegisteredIsReadAtTheScrape() {
        AtomicLong records = new AtomicLong(3);
        metrics.counter("ocs.cdr.records", "CDRs written", records::get, "shard", "0");
        metrics.gauge("ocs.sessions.open", "Open sessions", () -> 7);

        assertThat(metrics.scrape()).contains("ocs_cdr_records_total{shard=\"0\"} 3.0", "ocs_sessions_open 7.0");
        System.gc();
        records.set(4);
        assertThat(metrics.scrape())
                .as("suppliers live as long as the registry")
                .contains("ocs_cdr_records_total{shard=\"0\"} 4.0");
    }

    @Test
    void everyNameIsOurs() {
        assertThat(metrics.scrape().lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.startsWith("ocs_"));
        assertThat(metrics.scrape())
                .contains(
                        "ocs_jvm_memory_used_bytes",
                        "ocs_jvm_threads_live",
                        "ocs_process_uptime_seconds",
                        "ocs_jvm_gc");
    }

    @Test
    void jmxHasThemToo() throws Exception {
        metrics.gauge("ocs.sessions.open", "Open sessions", () -> 7);

        ObjectName name = new ObjectName("ocs:name=ocsSessionsOpen,type=gauges");
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Value"))
                .isEqualTo(7.0);
    }

    @Test
    void allocationsAreCounted() {
        double before = allocated();
        byte[][] garbage = new byte[64][];
        for (int index = 0; index < garbage.length; index++) {
            garbage[index] = new byte[1 << 20];
        }
        assertThat(allocated() - before).isGreaterThanOrEqualTo(garbage.length * (double) (1 << 20));
    }

    @Test
    void theSumOverThreadsKeepsEndedThreads() throws InterruptedException {
        AllocatedBytes allocated = AllocatedBytes.bySumOverThreads();
        byte[][] garbage = new byte[1][];
        var hold = new java.util.concurrent.CountDownLatch(1);
        var done = new java.util.concurrent.CountDownLatch(1);
        Thread thread = new Thread(() -> {
            garbage[0] = new byte[32 << 20];
            done.countDown();
            awaitQuietly(hold);
        });
        long before = allocated.total();
        thread.start();
        done.await();
        long alive = allocated.total();
        hold.countDown();
        thread.join();

        assertThat(alive - before).isGreaterThanOrEqualTo(32L << 20);
        assertThat(allocated.total()).isGreaterThanOrEqualTo(alive);
    }

    private static void awaitQuietly(java.util.concurrent.CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double allocated() {
        Matcher matcher =
                Pattern.compile("(?m)^ocs_jvm_allocated_bytes_total (\\S+)$").matcher(metrics.scrape());
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}
