package io.ocs.sim;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;
import org.jdiameter.client.api.IMessage;

/**
 * Charging for tests: grants what is asked for at 1 micro an octet, 1,000 a second and 50,000 an event, until told otherwise;
 * remembers its answers.
 */
final class StubAccount implements StubServer.Charging {
    static final long EVENT_MICROS = 50_000;
    static final int EUR = 978;

    private record Key(String session, long type, long number) {}

    private final Map<Key, AvpSet> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> costs = new ConcurrentHashMap<>();
    private final AtomicLong chargedMicros = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong retransmissions = new AtomicLong();
    private volatile int refuseMessages;
    private volatile int refuseServices;
    private volatile long finalFromNumber = Long.MAX_VALUE;
    private volatile long silentFromNumber = Long.MAX_VALUE;
    private volatile boolean forgetful;

    /** Every message of a session or event is refused with this code, except terminations. */
    StubAccount refuseMessages(int code) {
        refuseMessages = code;
        return this;
    }

    StubAccount refuseServices(int code) {
        refuseServices = code;
        return this;
    }

    /** From this CC-Request-Number on, grants are the last. */
    StubAccount finalFrom(long number) {
        finalFromNumber = number;
        return this;
    }

    /** From this CC-Request-Number on, nothing is answered. */
    StubAccount silentFrom(long number) {
        silentFromNumber = number;
        return this;
    }

    /** Repeats are charged anew and answered otherwise. */
    StubAccount forgetful() {
        forgetful = true;
        return this;
    }

    long chargedMicros() {
        return chargedMicros.get();
    }

    long requests() {
        return requests.get();
    }

    long retransmissions() {
        return retransmissions.get();
    }

    @Override
    public synchronized boolean answer(IMessage request, AvpSet answer) throws AvpDataException {
        requests.incrementAndGet();
        if (request.isReTransmitted()) {
            retransmissions.incrementAndGet();
        }
        AvpSet asked = request.getAvps();
        long type = asked.getAvp(Avps.CC_REQUEST_TYPE).getInteger32();
        long number = asked.getAvp(Avps.CC_REQUEST_NUMBER).getUnsigned32();
        if (number >= silentFromNumber) {
            return false;
        }
        Key key = new Key(request.getSessionId(), type, number);
        AvpSet known = answers.get(key);
        if (known != null && !forgetful) {
            answer.addAvp(known);
            return true;
        }
        answer.addAvp(asked.getAvp(Avp.SESSION_ID));
        answer.addAvp(Avp.AUTH_APPLICATION_ID, 4L, true, false, true);
        answer.addAvp(asked.getAvp(Avps.CC_REQUEST_TYPE));
        answer.addAvp(asked.getAvp(Avps.CC_REQUEST_NUMBER));
        decide(key, asked, answer, known != null);
        AvpSet copy = answer.getAvps(-1);
        copy.addAvp(answer);
        answers.put(key, copy);
        return true;
    }

    private void decide(Key key, AvpSet asked, AvpSet answer, boolean again) throws AvpDataException {
        boolean terminates = key.type() == RequestType.TERMINATION.code();
        if (refuseMessages != 0 && !terminates) {
            answer.addAvp(Avp.RESULT_CODE, refuseMessages, true, false);
            return;
        }
        answer.addAvp(Avp.RESULT_CODE, again ? 2002 : 2001, true, false);
        if (key.type() == RequestType.EVENT.code()) {
            serveEvent(asked, answer);
            return;
        }
        AtomicLong cost = costs.computeIfAbsent(key.session(), absent -> new AtomicLong());
        for (Avp service : asked.getAvps(Avps.MULTIPLE_SERVICES_CREDIT_CONTROL)) {
            cost.addAndGet(priceOf(service.getGrouped()));
            if (!terminates) {
                serve(service.getGrouped(), answer, key.number() >= finalFromNumber);
            }
        }
        if (terminates) {
            chargedMicros.addAndGet(cost.get());
            addCost(answer, cost.get());
        }
    }

    private void serveEvent(AvpSet asked, AvpSet answer) throws AvpDataException {
        long action = asked.getAvp(Avps.REQUESTED_ACTION).getInteger32();
        if (action == RequestedAction.CHECK_BALANCE.code()) {
            answer.addAvp(Avps.CHECK_BALANCE_RESULT, 0, true, false);
            return;
        }
        if (action == RequestedAction.DIRECT_DEBITING.code()) {
            chargedMicros.addAndGet(EVENT_MICROS);
            Avp service = asked.getAvp(Avps.MULTIPLE_SERVICES_CREDIT_CONTROL);
            if (service != null) {
                serve(service.getGrouped(), answer, false);
            } else {
                AvpSet granted = answer.addGroupedAvp(Avps.GRANTED_SERVICE_UNIT, true, false);
                granted.addAvp(Avps.CC_SERVICE_SPECIFIC_UNITS, 1L, true, false, false);
            }
        }
        if (action == RequestedAction.REFUND_ACCOUNT.code()) {
            chargedMicros.addAndGet(-EVENT_MICROS);
            addCost(answer, -EVENT_MICROS);
            return;
        }
        addCost(answer, EVENT_MICROS);
    }

    private static long priceOf(AvpSet service) throws AvpDataException {
        Avp used = service.getAvp(Avps.USED_SERVICE_UNIT);
        if (used == null) {
            return 0;
        }
        AvpSet units = used.getGrouped();
        if (units.getAvp(Avps.CC_INPUT_OCTETS) != null) {
            return units.getAvp(Avps.CC_INPUT_OCTETS).getUnsigned64()
                    + units.getAvp(Avps.CC_OUTPUT_OCTETS).getUnsigned64();
        }
        return 1_000 * units.getAvp(Avps.CC_TIME).getUnsigned32();
    }

    private void serve(AvpSet service, AvpSet answer, boolean last) throws AvpDataException {
        AvpSet grant = answer.addGroupedAvp(Avps.MULTIPLE_SERVICES_CREDIT_CONTROL, true, false);
        for (int code : new int[] {Avps.RATING_GROUP, Avps.SERVICE_IDENTIFIER}) {
            if (service.getAvp(code) != null) {
                grant.addAvp(service.getAvp(code));
            }
        }
        grant.addAvp(Avp.RESULT_CODE, refuseServices == 0 ? 2001 : refuseServices, true, false);
        Avp requested = service.getAvp(Avps.REQUESTED_SERVICE_UNIT);
        if (refuseServices != 0 || requested == null) {
            return;
        }
        grant.addGroupedAvp(Avps.GRANTED_SERVICE_UNIT, true, false).addAvp(requested.getGrouped());
        grant.addAvp(Avps.VALIDITY_TIME, 300L, true, false, true);
        if (last) {
            grant.addGroupedAvp(Avps.FINAL_UNIT_INDICATION, true, false).addAvp(Avps.FINAL_UNIT_ACTION, 0, true, false);
        }
    }

    private static void addCost(AvpSet answer, long micros) {
        AvpSet cost = answer.addGroupedAvp(Avps.COST_INFORMATION, true, false);
        AvpSet value = cost.addGroupedAvp(Avps.UNIT_VALUE, true, false);
        value.addAvp(Avps.VALUE_DIGITS, micros, true, false);
        value.addAvp(Avps.EXPONENT, -6, true, false);
        cost.addAvp(Avps.CURRENCY_CODE, (long) EUR, true, false, true);
    }
}
