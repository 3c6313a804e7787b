package io.ocs.sim;

import static io.ocs.sim.ServiceUnits.ABSENT;

import java.util.ArrayList;
import java.util.List;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;
import org.jdiameter.api.Message;

/** Reads a Credit-Control-Answer, and refuses what a real client would drop without a word. */
final class AnswerReader {
    private AnswerReader() {}

    /**
     * @throws AvpDataException if an AVP cannot be read, or the answer does not echo the request's Session-Id,
     *     CC-Request-Type and CC-Request-Number (an error answer with the E flag may leave the latter two out)
     * @throws ArithmeticException if an amount of money cannot be told in millionths
     */
    static CreditControlAnswer read(CreditControlRequest request, Message answer) throws AvpDataException {
        AvpSet avps = answer.getAvps();
        CreditControlAnswer read = new CreditControlAnswer(
                unsigned32(avps, Avp.RESULT_CODE),
                requestType(avps),
                unsigned32(avps, Avps.CC_REQUEST_NUMBER),
                services(avps),
                units(avps, Avps.GRANTED_SERVICE_UNIT),
                cost(avps),
                integer32(avps, Avps.CHECK_BALANCE_RESULT));
        checkEcho(request, answer, read);
        return read;
    }

    private static void checkEcho(CreditControlRequest request, Message answer, CreditControlAnswer read)
            throws AvpDataException {
        boolean named = request.sessionId().equals(answer.getSessionId()) && read.resultCode() != ABSENT;
        boolean bare = answer.isError() && read.type() == null && read.number() == ABSENT;
        if (!named || !(bare || (read.type() == request.type() && read.number() == request.number()))) {
            throw new AvpDataException("answer does not belong to " + request.type() + " " + request.number() + " of "
                    + request.sessionId() + ": Session-Id " + answer.getSessionId() + ", CC-Request-Type "
                    + read.type() + ", CC-Request-Number " + read.number() + ", Result-Code " + read.resultCode());
        }
    }

    private static RequestType requestType(AvpSet avps) throws AvpDataException {
        long code = integer32(avps, Avps.CC_REQUEST_TYPE);
        if (code == ABSENT) {
            return null;
        }
        for (RequestType type : RequestType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new AvpDataException("CC-Request-Type " + code);
    }

    private static List<ServiceGrant> services(AvpSet avps) throws AvpDataException {
        List<ServiceGrant> services = new ArrayList<>();
        for (Avp avp : avps.getAvps(Avps.MULTIPLE_SERVICES_CREDIT_CONTROL)) {
            services.add(service(avp.getGrouped()));
        }
        return services;
    }

    private static ServiceGrant service(AvpSet avps) throws AvpDataException {
        Avp finalUnit = avps.getAvp(Avps.FINAL_UNIT_INDICATION);
        return new ServiceGrant(
                unsigned32(avps, Avps.RATING_GROUP),
                unsigned32(avps, Avps.SERVICE_IDENTIFIER),
                unsigned32(avps, Avp.RESULT_CODE),
                units(avps, Avps.GRANTED_SERVICE_UNIT),
                unsigned32(avps, Avps.VALIDITY_TIME),
                finalUnit == null ? ABSENT : integer32(finalUnit.getGrouped(), Avps.FINAL_UNIT_ACTION));
    }

    private static ServiceUnits units(AvpSet avps, int code) throws AvpDataException {
        Avp avp = avps.getAvp(code);
        if (avp == null) {
            return null;
        }
        AvpSet units = avp.getGrouped();
        return new ServiceUnits(
                unsigned32(units, Avps.CC_TIME),
                unsigned64(units, Avps.CC_TOTAL_OCTETS),
                unsigned64(units, Avps.CC_INPUT_OCTETS),
                unsigned64(units, Avps.CC_OUTPUT_OCTETS),
                unsigned64(units, Avps.CC_SERVICE_SPECIFIC_UNITS));
    }

    private static Cost cost(AvpSet avps) throws AvpDataException {
        Avp cost = avps.getAvp(Avps.COST_INFORMATION);
        if (cost == null) {
            return null;
        }
        AvpSet value = required(cost.getGrouped(), Avps.UNIT_VALUE).getGrouped();
        Avp exponent = value.getAvp(Avps.EXPONENT);
        return Cost.ofUnitValue(
                required(value, Avps.VALUE_DIGITS).getInteger64(),
                exponent == null ? 0 : exponent.getInteger32(),
                required(cost.getGrouped(), Avps.CURRENCY_CODE).getInteger32());
    }

    private static Avp required(AvpSet avps, int code) throws AvpDataException {
        Avp avp = avps.getAvp(code);
        if (avp == null) {
            throw new AvpDataException("AVP " + code + " is missing");
        }
        return avp;
    }

    private static long unsigned32(AvpSet avps, int code) throws AvpDataException {
        Avp avp = avps.getAvp(code);
        return avp == null ? ABSENT : avp.getUnsigned32();
    }

    private static long integer32(AvpSet avps, int code) throws AvpDataException {
        Avp avp = avps.getAvp(code);
        return avp == null ? ABSENT : avp.getInteger32();
    }

    private static long unsigned64(AvpSet avps, int code) throws AvpDataException {
        Avp avp = avps.getAvp(code);
        return avp == null ? ABSENT : avp.getUnsigned64();
    }
}
