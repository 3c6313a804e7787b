package io.ocs.core.command;

import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import java.util.List;

/** An open session as it stood, durably, at one instant. Times in milliseconds since 1970, money in micros. */
public record SessionView(
        String sessionId,
        int shard,
        ServiceContext context,
        List<SubscriptionId> subscriptions,
        long accountId,
        long subscriberId,
        long openedMs,
        long lastRequestMs,
        long deadlineMs,
        long costMicros,
        List<Service> services) {

    public SessionView {
        subscriptions = List.copyOf(subscriptions);
        services = List.copyOf(services);
    }

    /** One service: what is granted now ({@code grantedKind} null if nothing), what was used and charged so far. */
    public record Service(
            long ratingGroup,
            long serviceIdentifier,
            UnitKind grantedKind,
            long grantedUnits,
            long totalUnits,
            long totalMicros) {}
}
