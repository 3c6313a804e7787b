package io.ocs.diameter.peer;

/**
 * The initiator's side of the peer state machine (RFC 6733 §5.6), one per peer that this server connects to; the other side, from R-Open on and for each
 * connection, is {@link PeerState}. "Held" is a connection of the same peer whose CER has come meanwhile and waits for the election. Every row of the tables
 * below is one arrow. A time-out is the end of the attempt, or of the initiated connection, so it has no rows of its own.
 */
enum InitiatorState {
    CLOSED {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case START -> new Transition(WAIT_CONN_ACK, Action.SEND_CONN_REQ);
                case R_CONN_CER -> new Transition(CLOSED, Action.ACCEPT);
                case CONN_ACK -> new Transition(CLOSED, Action.DISCONNECT); // of an attempt that was given up
                case CONN_NACK, CEA, PEER_DISC, R_PEER_DISC, WIN_ELECTION, STOP -> STAY_CLOSED;
            };
        }
    },
    WAIT_CONN_ACK {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case CONN_ACK -> new Transition(WAIT_I_CEA, Action.SEND_CER);
                case CONN_NACK, PEER_DISC -> new Transition(CLOSED, Action.TRY_LATER);
                case R_CONN_CER -> new Transition(WAIT_CONN_ACK_ELECT, Action.HOLD);
                case STOP -> new Transition(CLOSED, Action.DISCONNECT);
                case START, CEA, R_PEER_DISC, WIN_ELECTION -> new Transition(WAIT_CONN_ACK, Action.NOTHING);
            };
        }
    },
    WAIT_CONN_ACK_ELECT {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case CONN_ACK -> new Transition(WAIT_RETURNS, Action.SEND_CER_AND_ELECT);
                case CONN_NACK, PEER_DISC -> new Transition(CLOSED, Action.ACCEPT_HELD);
                case R_PEER_DISC -> new Transition(WAIT_CONN_ACK, Action.FORGET_HELD);
                case R_CONN_CER -> new Transition(WAIT_CONN_ACK_ELECT, Action.REJECT);
                case STOP -> new Transition(CLOSED, Action.DISCONNECT);
                case START, CEA, WIN_ELECTION -> new Transition(WAIT_CONN_ACK_ELECT, Action.NOTHING);
            };
        }
    },
    WAIT_I_CEA {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case CEA -> new Transition(I_OPEN, Action.NOTHING);
                case R_CONN_CER -> new Transition(WAIT_RETURNS, Action.HOLD_AND_ELECT);
                case PEER_DISC -> new Transition(CLOSED, Action.TRY_LATER);
                case STOP -> new Transition(CLOSED, Action.DISCONNECT);
                case START, CONN_ACK, CONN_NACK, R_PEER_DISC, WIN_ELECTION ->
                    new Transition(WAIT_I_CEA, Action.NOTHING);
            };
        }
    },
    WAIT_RETURNS {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case WIN_ELECTION -> new Transition(CLOSED, Action.DISCONNECT_AND_ACCEPT_HELD);
                case PEER_DISC -> new Transition(CLOSED, Action.ACCEPT_HELD);
                case CEA -> new Transition(I_OPEN, Action.REFUSE_HELD);
                case R_PEER_DISC -> new Transition(WAIT_I_CEA, Action.FORGET_HELD);
                case R_CONN_CER -> new Transition(WAIT_RETURNS, Action.REJECT);
                case STOP -> new Transition(CLOSED, Action.DISCONNECT);
                case START, CONN_ACK, CONN_NACK -> new Transition(WAIT_RETURNS, Action.NOTHING);
            };
        }
    },
    I_OPEN {
        @Override
        Transition on(Event event) {
            return switch (event) {
                case PEER_DISC, STOP -> STAY_CLOSED; // a stop is told to every open connection, see PeerState
                case R_CONN_CER -> new Transition(I_OPEN, Action.ACCEPT); // if the peer may have one more
                case START, CONN_ACK, CONN_NACK, CEA, R_PEER_DISC, WIN_ELECTION ->
                    new Transition(I_OPEN, Action.NOTHING);
            };
        }
    };

    /** What happens. */
    enum Event {
        START,
        /** The transport connection stands, its TLS handshake included. */
        CONN_ACK,
        /** There will be no transport connection. */
        CONN_NACK,
        /** A CER of the same peer has come on a connection that it has begun. */
        R_CONN_CER,
        /** A CEA that accepts this server has come. */
        CEA,
        /** The initiated connection has ended, whoever has ended it. */
        PEER_DISC,
        /** The held connection has ended. */
        R_PEER_DISC,
        WIN_ELECTION,
        STOP
    }

    /** What is done about it. */
    enum Action {
        NOTHING,
        SEND_CONN_REQ,
        SEND_CER,
        SEND_CER_AND_ELECT,
        HOLD,
        HOLD_AND_ELECT,
        /** The connection of the CER goes on. */
        ACCEPT,
        /** The connection of the CER is sent away. */
        REJECT,
        ACCEPT_HELD,
        /** The held connection is sent away with 4003. */
        REFUSE_HELD,
        FORGET_HELD,
        DISCONNECT,
        DISCONNECT_AND_ACCEPT_HELD,
        TRY_LATER
    }

    /** The next state, and what to do on the way there. */
    record Transition(InitiatorState next, Action action) {}

    private static final Transition STAY_CLOSED = new Transition(CLOSED, Action.NOTHING);

    abstract Transition on(Event event);
}
