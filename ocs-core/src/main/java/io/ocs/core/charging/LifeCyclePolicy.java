package io.ocs.core.charging;

import static java.util.Objects.requireNonNull;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.ResultCode;
import io.ocs.core.state.LifeCycle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What each state of a subscriber or account answers, how long it lasts and what comes next: the operator's choice. Immutable; any thread. */
public final class LifeCyclePolicy {

    /** {@link Stage#lastsMs()} of a state that no timer ends. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    private static final int REDIRECT_VALIDITY_S = 600;

    /** What who has a state is answered. The stricter stands behind: of subscriber and account the stricter one counts. */
    public enum Answer {
        /** Served. The first use of who is pre-active activates. */
        SERVE(ResultCode.SUCCESS),
        /** Sent to a page of the operator (Final-Unit-Action REDIRECT, RFC 8506 §8.34), without units; events are answered 4012. */
        REDIRECT(ResultCode.CREDIT_LIMIT_REACHED),
        /** 4012 for each service, as if there were no money. */
        CREDIT_LIMIT_REACHED(ResultCode.CREDIT_LIMIT_REACHED),
        /** 4010 for the message; open sessions are asked to end. */
        END_USER_SERVICE_DENIED(ResultCode.END_USER_SERVICE_DENIED),
        /** 5030 for the message, as if nobody had the identity; open sessions are asked to end. */
        USER_UNKNOWN(ResultCode.USER_UNKNOWN);

        private final ResultCode code;

        Answer(ResultCode code) {
            this.code = code;
        }

        /** What refuses a whole message or an event. */
        ResultCode code() {
            return code;
        }

        /** Whether the message is refused as a whole, and open sessions have to end. */
        public boolean deniesAll() {
            return this == END_USER_SERVICE_DENIED || this == USER_UNKNOWN;
        }
    }

    /**
     * One state.
     *
     * @param lastsMs milliseconds after which {@code then} follows, at least 1; {@link #FOR_EVER}: none does
     * @param then what follows; null if nothing does
     */
    public record Stage(Answer answer, long lastsMs, LifeCycle then) {
        public Stage {
            requireNonNull(answer, "answer");
            if ((lastsMs == FOR_EVER) != (then == null)) {
                throw new IllegalArgumentException("a state that ends by itself needs the state that follows it");
            }
        }
    }

    private static final Map<LifeCycle, Stage> DEFAULTS = Map.of(
            LifeCycle.ACTIVE, endless(Answer.SERVE),
            LifeCycle.PRE_ACTIVE, endless(Answer.SERVE),
            LifeCycle.GRACE, endless(Answer.CREDIT_LIMIT_REACHED),
            LifeCycle.SUSPENDED, endless(Answer.END_USER_SERVICE_DENIED),
            LifeCycle.BARRED, endless(Answer.END_USER_SERVICE_DENIED),
            LifeCycle.TERMINATED, endless(Answer.USER_UNKNOWN),
            LifeCycle.RECYCLED, endless(Answer.USER_UNKNOWN));

    private final Stage[] stages = new Stage[LifeCycle.COUNT];
    private final FinalUnit redirect;

    /**
     * A policy; what {@code changed} does not name is as by default: no timers, grace 4012, suspended and barred 4010, terminated 5030.
     *
     * @param redirect where {@link Answer#REDIRECT} leads to; {@link FinalUnit#TERMINATE} if no state redirects
     */
    public LifeCyclePolicy(Map<LifeCycle, Stage> changed, FinalUnit redirect) {
        Map<LifeCycle, Stage> all = new EnumMap<>(DEFAULTS);
        all.putAll(changed);
        all.forEach((state, stage) -> {
            if (stage.then() != null && (stage.then() == state || !state.mayBecome(stage.then()))) {
                throw new IllegalArgumentException(state + " cannot be followed by " + stage.then());
            }
            if (stage.answer() == Answer.REDIRECT && redirect.action() != FinalUnitAction.REDIRECT) {
                throw new IllegalArgumentException(state + " redirects, but it is not said where to");
            }
            stages[state.ordinal()] = stage;
        });
        this.redirect = redirect;
    }

    /** No timers, and the usual answers. */
    public static LifeCyclePolicy defaults() {
        return new LifeCyclePolicy(Map.of(), FinalUnit.TERMINATE);
    }

    /** A stage that no timer ends. */
    public static Stage endless(Answer answer) {
        return new Stage(answer, FOR_EVER, null);
    }

    public Stage stage(LifeCycle state) {
        return stages[state.ordinal()];
    }

    public Answer answer(LifeCycle state) {
        return stages[state.ordinal()].answer;
    }

    /** When a state that began at {@code fromMs} ends by itself, milliseconds since 1970; {@link #FOR_EVER}: never. */
    public long endMs(LifeCycle state, long fromMs) {
        long lasts = stages[state.ordinal()].lastsMs;
        return lasts == FOR_EVER ? FOR_EVER : Math.addExact(fromMs, lasts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LifeCyclePolicy that
                && Arrays.equals(stages, that.stages)
                && redirect.action() == that.redirect.action()
                && address().equals(that.address());
    }

    private String address() {
        return String.valueOf(redirect.redirect());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(stages);
    }

    @Override
    public String toString() {
        return Arrays.toString(stages) + " " + address();
    }

    FinalUnit redirect() {
        return redirect;
    }

    /** Validity-Time of an answer that redirects: so long until the client asks again, seconds. */
    int redirectValidityS() {
        return REDIRECT_VALIDITY_S;
    }
}
