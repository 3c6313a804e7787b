package io.ocs.diameter.peer;

import static io.ocs.diameter.peer.InitiatorState.Event.CEA;
import static io.ocs.diameter.peer.InitiatorState.Event.CONN_ACK;
import static io.ocs.diameter.peer.InitiatorState.Event.CONN_NACK;
import static io.ocs.diameter.peer.InitiatorState.Event.PEER_DISC;
import static io.ocs.diameter.peer.InitiatorState.Event.R_CONN_CER;
import static io.ocs.diameter.peer.InitiatorState.Event.R_PEER_DISC;
import static io.ocs.diameter.peer.InitiatorState.Event.START;
import static io.ocs.diameter.peer.InitiatorState.Event.STOP;
import static io.ocs.diameter.peer.InitiatorState.Event.WIN_ELECTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.peer.InitiatorState.Action;
import io.ocs.diameter.peer.InitiatorState.Event;
import org.junit.jupiter.api.Test;

/** Goal: the arrows that need two computers and bad luck are those of the table of RFC 6733 §5.6. */
class InitiatorStateTest {

    private static void assertPath(InitiatorState last, Action lastAction, Event... events) {
        InitiatorState state = InitiatorState.CLOSED;
        Action action = Action.NOTHING;
        for (Event event : events) {
            InitiatorState.Transition transition = state.on(event);
            state = transition.next();
            action = transition.action();
        }
        assertThat(state).isEqualTo(last);
        assertThat(action).isEqualTo(lastAction);
    }

    @Test
    void aConnectionOfThePeerThatComesBeforeTheAcknowledgementWaits() {
        assertPath(InitiatorState.WAIT_CONN_ACK_ELECT, Action.HOLD, START, R_CONN_CER);
        assertPath(InitiatorState.WAIT_CONN_ACK_ELECT, Action.REJECT, START, R_CONN_CER, R_CONN_CER);
        assertPath(InitiatorState.WAIT_RETURNS, Action.SEND_CER_AND_ELECT, START, R_CONN_CER, CONN_ACK);
        assertPath(InitiatorState.CLOSED, Action.ACCEPT_HELD, START, R_CONN_CER, CONN_NACK);
        assertPath(InitiatorState.CLOSED, Action.ACCEPT_HELD, START, R_CONN_CER, PEER_DISC);
        assertPath(InitiatorState.WAIT_CONN_ACK, Action.FORGET_HELD, START, R_CONN_CER, R_PEER_DISC);
    }

    @Test
    void anElectionEndsWithOneConnection() {
        assertPath(InitiatorState.CLOSED, Action.DISCONNECT_AND_ACCEPT_HELD, START, R_CONN_CER, CONN_ACK, WIN_ELECTION);
        assertPath(InitiatorState.I_OPEN, Action.REFUSE_HELD, START, CONN_ACK, R_CONN_CER, CEA);
        assertPath(InitiatorState.CLOSED, Action.ACCEPT_HELD, START, CONN_ACK, R_CONN_CER, PEER_DISC);
        assertPath(InitiatorState.WAIT_I_CEA, Action.FORGET_HELD, START, CONN_ACK, R_CONN_CER, R_PEER_DISC);
        assertPath(InitiatorState.WAIT_RETURNS, Action.REJECT, START, CONN_ACK, R_CONN_CER, R_CONN_CER);
    }

    @Test
    void everyAttemptEndsInAStateFromWhichAnotherCanStart() {
        assertPath(InitiatorState.CLOSED, Action.TRY_LATER, START, CONN_NACK);
        assertPath(InitiatorState.CLOSED, Action.TRY_LATER, START, CONN_ACK, PEER_DISC);
        assertPath(InitiatorState.CLOSED, Action.NOTHING, START, CONN_ACK, CEA, PEER_DISC);
        assertPath(InitiatorState.CLOSED, Action.DISCONNECT, START, STOP);
        assertPath(InitiatorState.CLOSED, Action.DISCONNECT, START, CONN_ACK, STOP);
        assertPath(InitiatorState.CLOSED, Action.DISCONNECT, START, R_CONN_CER, STOP);
        assertPath(InitiatorState.CLOSED, Action.DISCONNECT, START, CONN_ACK, R_CONN_CER, STOP);
        assertPath(InitiatorState.CLOSED, Action.DISCONNECT, START, STOP, CONN_ACK);
        for (InitiatorState state : InitiatorState.values()) {
            assertThat(state.on(STOP).next()).isEqualTo(InitiatorState.CLOSED);
            assertThat(state.on(PEER_DISC).next()).isEqualTo(InitiatorState.CLOSED);
        }
    }
}
