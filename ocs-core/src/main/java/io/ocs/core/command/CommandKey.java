package io.ocs.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.Hash128;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/**
 * Under what a command is remembered. A creation has a place of its own, made of the half of the key that the new subscriber remembers, since it
 * moves there when subscriber or identity are removed.
 *
 * @param high first half of the key of its outcome
 * @param low second half: a hash of the idempotency key
 * @param content hash of what the command says
 */
public record CommandKey(long high, long low, long content) {

    private static final long SEED = 0xC0de;
    private static final long CREATION = 0xC4ea7e;

    public static CommandKey of(String idempotencyKey, AccountCommand command) {
        byte[] key = idempotencyKey.getBytes(UTF_8);
        byte[] says = command.toString().getBytes(UTF_8);
        long low = Hash128.low(key, 0, key.length, SEED);
        long content = Hash128.low(says, 0, says.length, SEED);
        return command instanceof AccountCommand.CreateSubscriber
                ? ofCreation(low, content)
                : new CommandKey(Hash128.high(key, 0, key.length, SEED), low, content);
    }

    static CommandKey ofCreation(long key, long content) {
        return new CommandKey(Hash128.mix(key, CREATION), key, content);
    }

    /** The result of the command that was carried out under this key, refusal if that was another one; null if none is remembered. */
    public CommandResult find(State state, long nowMs) {
        long address = state.find(Table.OUTCOME, high, low);
        OutcomeEntry outcome = new OutcomeEntry();
        if (address == State.NONE || outcome.wrap(address).expiresMs() <= nowMs) {
            return null;
        }
        return repeated(outcome.contentHash() == content, Status.of(outcome.resultCode()));
    }

    static CommandResult repeated(boolean same, Status status) {
        return same
                ? new CommandResult(
                        status,
                        status == Status.DONE
                                ? "done before under this key"
                                : "refused before under this key, and given back",
                        true)
                : CommandResult.of(Status.KEY_REUSED, "the idempotency key was used for another command");
    }
}
