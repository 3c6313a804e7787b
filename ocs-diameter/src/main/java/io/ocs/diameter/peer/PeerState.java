package io.ocs.diameter.peer;

/**
 * The peer state machine (RFC 6733 §5.6) of one connection: from WAIT_CER on if the peer has begun it, from WAIT_CEA on if this server has, see
 * {@link InitiatorState}. {@code ELECTING} is the time in which an election is held, or an older connection of the same peer is asked whether it still
 * lives. Every row of the tables below is one arrow; what is not in a table closes the connection.
 */
enum PeerState {
    WAIT_CER {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case CER -> new Transition(ELECTING, Action.PROCESS_CER);
                case CEA, ACCEPTED, REFUSED, REQUEST, DWR, DWA, DPR, DPA, STOP, TIMEOUT -> DROP;
            };
        }
    },
    WAIT_CEA {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case CEA -> new Transition(WAIT_CEA, Action.PROCESS_CEA);
                case ACCEPTED -> OPEN_NOTHING;
                case CER, REFUSED, REQUEST, DWR, DWA, DPR, DPA, STOP, TIMEOUT -> DROP;
            };
        }
    },
    ELECTING {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case ACCEPTED -> new Transition(OPEN, Action.SEND_CEA);
                case REFUSED -> new Transition(CLOSED, Action.SEND_CEA_AND_DISCONNECT);
                case CER, CEA, REQUEST, DWR, DWA, DPR, DPA, STOP, TIMEOUT -> DROP;
            };
        }
    },
    OPEN {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case REQUEST -> PROCESS_REQUEST;
                case DWR -> OPEN_DWA;
                case CEA, DWA, DPA -> OPEN_NOTHING;
                case CER -> new Transition(OPEN, Action.SEND_CEA); // R-Conn-CER on the connection that is open already
                case DPR -> new Transition(CLOSING, Action.SEND_DPA);
                case STOP -> new Transition(CLOSING, Action.SEND_DPR);
                case ACCEPTED, REFUSED, TIMEOUT -> DROP;
            };
        }
    },
    CLOSING {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case REQUEST -> new Transition(CLOSING, Action.ANSWER_TOO_BUSY);
                case DWR -> new Transition(CLOSING, Action.SEND_DWA);
                case DPR -> new Transition(CLOSING, Action.SEND_DPA);
                case DPA -> new Transition(CLOSING, Action.DISCONNECT_WHEN_ANSWERED);
                case CEA, DWA, STOP -> new Transition(CLOSING, Action.NOTHING);
                case CER, ACCEPTED, REFUSED, TIMEOUT -> DROP;
            };
        }
    },
    CLOSED {
        @Override
        Transition on(Event event) {
            return new Transition(CLOSED, Action.NOTHING);
        }
    };

    /** What happens to a connection. */
    enum Event {
        CER,
        CEA,
        /** The peer of the CER or CEA may come in. */
        ACCEPTED,
        /** The peer of the CER or CEA is sent away. */
        REFUSED,
        REQUEST,
        DWR,
        DWA,
        DPR,
        DPA,
        /** This server stops. */
        STOP,
        /** The peer was silent for too long. */
        TIMEOUT
    }

    /** What is done about it. */
    enum Action {
        NOTHING,
        PROCESS_CER,
        PROCESS_CEA,
        SEND_CEA,
        SEND_CEA_AND_DISCONNECT,
        PROCESS_REQUEST,
        ANSWER_TOO_BUSY,
        SEND_DWA,
        SEND_DPA,
        SEND_DPR,
        DISCONNECT_WHEN_ANSWERED,
        DISCONNECT
    }

    /** The next state, and what to do on the way there. */
    record Transition(PeerState next, Action action) {}

    private static final Transition DROP = new Transition(CLOSED, Action.DISCONNECT);
    private static final Transition PROCESS_REQUEST = new Transition(OPEN, Action.PROCESS_REQUEST);
    private static final Transition OPEN_DWA = new Transition(OPEN, Action.SEND_DWA);
    private static final Transition OPEN_NOTHING = new Transition(OPEN, Action.NOTHING);

    abstract Transition on(Event event);
}
