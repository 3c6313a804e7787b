package io.ocs.sim;

import io.ocs.sim.ServiceUsage.ReportingReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A session as the client's machine of RFC 8506 §7 runs it: asks, uses at most what it was granted, reports, and asks again,
 * until its updates are done, its last units are used, or nothing is granted any more.
 */
final class SessionScript implements Script {
    /** One service of the session, known by its rating group and service identifier. */
    private static final class Flow {
        final long ratingGroup;
        final long serviceIdentifier;
        long granted;
        boolean isFinal;
        boolean open = true;

        Flow(long ratingGroup, long serviceIdentifier) {
            this.ratingGroup = ratingGroup;
            this.serviceIdentifier = serviceIdentifier;
        }
    }

    private final String sessionId;
    private final ClientStyle style;
    private final SessionProfile profile;
    private final SplittableRandom random;
    private final long thinkTimeMs;
    private final List<Flow> flows = new ArrayList<>();
    private int updatesLeft;
    private long validityTimeS = Long.MAX_VALUE;
    private long number;
    private RequestType last = RequestType.INITIAL;

    /**
     * @param updatesMax the session makes up to so many updates
     * @param thinkTimeMs mean time between its requests, in milliseconds
     */
    SessionScript(
            String sessionId,
            ClientStyle style,
            SessionProfile profile,
            SplittableRandom random,
            int updatesMax,
            long thinkTimeMs) {
        this.sessionId = sessionId;
        this.style = style;
        this.profile = profile;
        this.random = random;
        this.updatesLeft = random.nextInt(updatesMax + 1);
        this.thinkTimeMs = thinkTimeMs;
    }

    SessionScript withService(long ratingGroup, long serviceIdentifier) {
        flows.add(new Flow(ratingGroup, serviceIdentifier));
        return this;
    }

    @Override
    public Step first() {
        List<ServiceUsage> services = flows.stream()
                .map(flow -> usage(flow, profile.quota(), null, null))
                .toList();
        return new Step(CreditControlRequest.ofSession(sessionId, last, number, style, services), 0);
    }

    @Override
    public Optional<Step> next(CreditControlAnswer answer, boolean ending) {
        if (last == RequestType.TERMINATION) {
            return Optional.empty();
        }
        boolean initial = last == RequestType.INITIAL;
        if (!answer.isSuccess()) {
            boolean over = initial && !profile.terminatesRefused();
            return over ? Optional.empty() : Optional.of(terminateUnused());
        }
        accept(answer);
        boolean unanswered = initial && random.nextInt(1000) < profile.unansweredPerMille();
        if (unanswered || openFlows().isEmpty()) {
            return Optional.of(terminateUnused());
        }
        boolean allFinal = openFlows().stream().allMatch(flow -> flow.isFinal);
        if (ending || allFinal || updatesLeft == 0) {
            return Optional.of(terminate(allFinal && !ending));
        }
        updatesLeft--;
        return Optional.of(update());
    }

    /** Takes over what was granted; a service that was refused, or got nothing, is used no more. */
    private void accept(CreditControlAnswer answer) {
        validityTimeS = Long.MAX_VALUE;
        for (Flow flow : openFlows()) {
            Optional<ServiceGrant> grant = answer.grantFor(flow.ratingGroup, flow.serviceIdentifier);
            flow.granted = grant.filter(ServiceGrant::isSuccess)
                    .map(ServiceGrant::granted)
                    .map(profile::amount)
                    .orElse(0L);
            flow.open = flow.granted > 0;
            flow.isFinal = grant.filter(ServiceGrant::isFinal).isPresent();
            grant.filter(told -> told.validityTimeS() > 0)
                    .ifPresent(told -> validityTimeS = Math.min(validityTimeS, told.validityTimeS()));
        }
    }

    private Step update() {
        List<ServiceUsage> services = new ArrayList<>();
        for (Flow flow : openFlows()) {
            boolean usedUp = flow.isFinal || random.nextInt(4) != 0;
            long used = usedUp ? flow.granted : random.nextLong(flow.granted);
            ReportingReason reason = usedUp ? ReportingReason.QUOTA_EXHAUSTED : ReportingReason.VALIDITY_TIME;
            ServiceUnits more = flow.isFinal ? null : profile.quota();
            services.add(usage(flow, more, used, reason));
            flow.open = !flow.isFinal;
        }
        return step(RequestType.UPDATE, services);
    }

    private Step terminate(boolean usedUp) {
        List<ServiceUsage> services = new ArrayList<>();
        for (Flow flow : openFlows()) {
            long used = usedUp ? flow.granted : random.nextLong(flow.granted + 1);
            services.add(usage(flow, null, used, ReportingReason.FINAL));
        }
        return step(RequestType.TERMINATION, services);
    }

    /** Ends a session in which nothing is left to report; real elements say so with a zero for each service. */
    private Step terminateUnused() {
        List<ServiceUsage> services =
                flows.stream().map(flow -> usage(flow, null, 0L, null)).toList();
        return step(RequestType.TERMINATION, services);
    }

    private ServiceUsage usage(Flow flow, ServiceUnits requested, Long used, ReportingReason reason) {
        ServiceUnits report = used == null ? null : profile.report(used, random);
        return new ServiceUsage(flow.ratingGroup, flow.serviceIdentifier, requested, report, reason);
    }

    private Step step(RequestType type, List<ServiceUsage> services) {
        last = type;
        number++;
        long delayMs = thinkTimeMs == 0 ? 0 : random.nextLong(thinkTimeMs / 2, thinkTimeMs * 3 / 2 + 1);
        boolean expires = validityTimeS < delayMs / 1000;
        return new Step(
                CreditControlRequest.ofSession(sessionId, type, number, style, services),
                expires ? validityTimeS * 1000 : delayMs);
    }

    private List<Flow> openFlows() {
        return flows.stream().filter(flow -> flow.open).toList();
    }
}
