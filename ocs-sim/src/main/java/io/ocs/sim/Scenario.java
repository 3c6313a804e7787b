package io.ocs.sim;

import static io.ocs.sim.ServiceUnits.ABSENT;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The services that are played. */
public enum Scenario {
    /** A packet data session in the manner of Open5GS: mostly one service without rating group, sometimes groups 1 to 3. */
    DATA {
        @Override
        Script script(Subscriber subscriber, String sessionId, SplittableRandom random, SimulationOptions options) {
            DataStyle style = new DataStyle(subscriber, "internet", random.nextInt());
            SessionScript script = new SessionScript(
                    sessionId, style, new SessionProfile.Data(), random, options.updatesMax(), options.thinkTimeMs());
            int groups = random.nextInt(4);
            if (groups == 0 || random.nextBoolean()) {
                return script.withService(ABSENT, ABSENT);
            }
            for (int group = 1; group <= groups; group++) {
                script.withService(group, ABSENT);
            }
            return script;
        }
    },

    /** An IMS call in the manner of Kamailio; one in ten is not answered. */
    VOICE {
        @Override
        Script script(Subscriber subscriber, String sessionId, SplittableRandom random, SimulationOptions options) {
            VoiceStyle style = new VoiceStyle(subscriber, destination(random, options));
            return new SessionScript(
                            sessionId,
                            style,
                            new SessionProfile.Voice(),
                            random,
                            options.updatesMax(),
                            options.thinkTimeMs())
                    .withService(VoiceStyle.RATING_GROUP, VoiceStyle.SERVICE_IDENTIFIER);
        }
    },

    /** One short message, debited at once; three in four without, one in four with a Multiple-Services-Credit-Control. */
    SMS {
        @Override
        Script script(Subscriber subscriber, String sessionId, SplittableRandom random, SimulationOptions options) {
            MessagingStyle style = new MessagingStyle(subscriber, destination(random, options));
            CreditControlRequest debit =
                    event(sessionId, style, RequestedAction.DIRECT_DEBITING, MessagingStyle.SERVICE_IDENTIFIER);
            boolean inService = random.nextInt(4) == 0;
            return new EventScript(List.of(inService ? debit.inService(MessagingStyle.RATING_GROUP) : debit), 0);
        }
    },

    /** A price enquiry, a balance check and a debit, for one in four followed by its refund; a Session-Id for each. */
    EVENT {
        @Override
        Script script(Subscriber subscriber, String sessionId, SplittableRandom random, SimulationOptions options) {
            MessagingStyle style = new MessagingStyle(subscriber, destination(random, options));
            List<RequestedAction> actions = new ArrayList<>(List.of(
                    RequestedAction.PRICE_ENQUIRY, RequestedAction.CHECK_BALANCE, RequestedAction.DIRECT_DEBITING));
            if (random.nextInt(4) == 0) {
                actions.add(RequestedAction.REFUND_ACCOUNT);
            }
            List<CreditControlRequest> events = new ArrayList<>();
            for (RequestedAction action : actions) {
                String eventId = sessionId + "." + (events.size() + 1);
                events.add(event(eventId, style, action, MessagingStyle.SERVICE_IDENTIFIER));
            }
            return new EventScript(events, options.thinkTimeMs());
        }
    };

    /**
     * The script of one session.
     *
     * @param sessionId its Session-Id; events of one script append to it
     * @param random its own source of chance: the same seed gives the same script
     */
    abstract Script script(Subscriber subscriber, String sessionId, SplittableRandom random, SimulationOptions options);

    private static CreditControlRequest event(
            String sessionId, ClientStyle style, RequestedAction action, long serviceIdentifier) {
        return CreditControlRequest.ofEvent(sessionId, style, action, serviceIdentifier, ServiceUnits.specific(1));
    }

    private static String destination(SplittableRandom random, SimulationOptions options) {
        List<String> prefixes = options.destinations();
        return prefixes.get(random.nextInt(prefixes.size())) + random.nextInt(1_000_000, 10_000_000);
    }
}
