package io.ocs.server.assembly;

import io.ocs.core.time.Clock;
import io.ocs.server.alarm.SignedPost;
import io.ocs.server.config.NotificationSettings;
import io.ocs.server.metrics.ServerMetrics;
import io.ocs.server.outbox.Delivery;
import io.ocs.server.outbox.FileDelivery;
import io.ocs.server.outbox.Outbox;
import io.ocs.server.outbox.WebhookDelivery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outboxes of all shards: one for each way by which notifications leave the house; none if there is no way. */
final class Outboxes implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<Integer, List<Outbox>> byShard = new TreeMap<>();

    /** @param folder for the positions */
    Outboxes(String node, List<ShardUnit> shards, NotificationSettings settings, Path folder, Clock clock)
            throws IOException {
        for (ShardUnit unit : shards) {
            int shard = unit.shard.index();
            List<Delivery> ways = new ArrayList<>();
            settings.webhook()
                    .ifPresent(hook ->
                            ways.add(new WebhookDelivery(new SignedPost(hook.url(), hook.secret(), clock, TIMEOUT))));
            settings.directory().ifPresent(directory -> ways.add(new FileDelivery(directory, node, shard)));
            List<Outbox> outboxes = new ArrayList<>();
            for (Delivery way : ways) {
                outboxes.add(new Outbox(node, shard, unit.journal, way, folder, Outbox.Timing.DEFAULT));
            }
            byShard.put(shard, outboxes);
        }
    }

    private List<Outbox> all() {
        return byShard.values().stream().flatMap(List::stream).toList();
    }

    void start() {
        all().forEach(Outbox::start);
    }

    void bind(ServerMetrics metrics) {
        metrics.counter("ocs.notifications.delivered", "Notifications that were taken", () -> all().stream()
                .mapToLong(Outbox::delivered)
                .sum());
        metrics.counter(
                "ocs.notifications.failures",
                "Attempts that failed and are followed by another",
                () -> all().stream().mapToLong(Outbox::failures).sum());
        metrics.gauge(
                "ocs.notifications.lag.octets",
                "Journal that is kept for notifications",
                () -> all().stream().mapToLong(Outbox::lagOctets).max().orElse(0));
    }

    /** What hinders any of them. */
    Optional<String> failing() {
        String text =
                all().stream().map(Outbox::failing).flatMap(Optional::stream).collect(Collectors.joining("; "));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Position of a shard's journal before which no outbox needs anything any more. */
    long neededFrom(int shard) {
        return byShard.get(shard).stream().mapToLong(Outbox::neededFrom).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public void close() {
        all().forEach(Outbox::close);
    }
}
