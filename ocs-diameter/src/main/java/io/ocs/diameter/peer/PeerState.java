package io.ocs.diameter.peer;

/**
 * The responder's side of the peer state machine (RFC 6733 §5.6), one per connection. {@code ELECTING} is the time in which an older connection of the
 * same peer is asked whether it still lives. Every row of the tables below is one arrow; what is not in a table closes the connection.
 */
enum PeerState {
    WAIT_CER {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case CER -> new Transition(ELECTING, Action.PROCESS_CER);
                case ACCEPTED, REFUSED, REQUEST, DWR, DWA, DPR, DPA, STOP, TIMEOUT -> DROP;
            };
        }
    },
    ELECTING {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case ACCEPTED -> new Transition(OPEN, Action.SEND_CEA);
                case REFUSED -> new Transition(CLOSED, Action.SEND_CEA_AND_DISCONNECT);
                case CER, REQUEST, DWR, DWA, DPR, DPA, STOP, TIMEOUT -> DROP;
            };
        }
    },
    OPEN {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case REQUEST -> PROCESS_REQUEST;
                case DWR -> OPEN_DWA;
                case DWA, DPA -> OPEN_NOTHING;
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
                case DWA, STOP -> new Transition(CLOSING, Action.NOTHING);
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
        /** The peer of the CER may come in. */
        ACCEPTED,
        /** The peer of the CER is sent away. */
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
