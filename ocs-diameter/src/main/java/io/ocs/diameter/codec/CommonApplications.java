package io.ocs.diameter.codec;

/** The applications that a CER or CEA names, as far as they are common with this server (RFC 6733 §5.3). Reused. Belongs to one event loop. */
final class CommonApplications {

    private boolean creditControl;
    private boolean relay;

    void reset() {
        creditControl = false;
        relay = false;
    }

    /** Notes one Auth-Application-Id or Acct-Application-Id. @throws DiameterException 5014 if it is of another length */
    void note(AvpFlyweight id) throws DiameterException {
        long application = id.unsigned32();
        relay |= application == DiameterHeader.APPLICATION_RELAY;
        creditControl |=
                application == DiameterHeader.APPLICATION_CREDIT_CONTROL && id.key() == Avp.AUTH_APPLICATION_ID;
    }

    /** Application 4, by name. */
    boolean creditControl() {
        return creditControl;
    }

    /** All applications, as a relay has them (RFC 6733 §2.4). */
    boolean relay() {
        return relay;
    }
}
