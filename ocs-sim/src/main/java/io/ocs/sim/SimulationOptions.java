package io.ocs.sim;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is played: a value that exists is valid.
 *
 * @param mix which scenarios
 * @param rate sessions started a second, 1 .. 1 000 000
 * @param sessions how many sessions are started in all, at least 1; {@link #UNBOUNDED} for no bound
 * @param duration for how long sessions are started; null for no bound. Then the open ones are ended
 * @param concurrencyMax most sessions open at a time; a start that must wait counts from its intended time
 * @param seed of everything that is left to chance
 * @param msisdnFrom first number of the subscribers' range
 * @param msisdnCount how many subscribers, at least 1; IMSIs are 001010000000000 + index
 * @param destinations first digits of the numbers called, country code first
 * @param updatesMax most updates of a session
 * @param thinkTimeMs mean time between the requests of a session, in milliseconds; 0 for none
 * @param repeatsPerMille how many of a thousand requests are sent again after their answer, with the T flag
 * @param log file of the client log; null for none
 */
public record SimulationOptions(
        Mix mix,
        int rate,
        long sessions,
        Duration duration,
        int concurrencyMax,
        long seed,
        long msisdnFrom,
        int msisdnCount,
        List<String> destinations,
        int updatesMax,
        long thinkTimeMs,
        int repeatsPerMille,
        Path log) {
    /** No bound on the number of sessions. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    private static final long MSISDN_MAX = 999_999_999_999_999L;

    public SimulationOptions {
        requireNonNull(mix, "mix");
        inRange("rate", rate, 1, 1_000_000);
        inRange("sessions", sessions, 1, UNBOUNDED);
        if (duration != null) {
            inRange("for", duration.toMillis(), 1, Duration.ofDays(365).toMillis());
        }
        inRange("concurrency", concurrencyMax, 1, 1_000_000);
        inRange("from", msisdnFrom, 1, MSISDN_MAX);
        inRange("count", msisdnCount, 1, 100_000_000);
        destinations = List.copyOf(destinations);
        if (destinations.isEmpty() || !destinations.stream().allMatch(prefix -> prefix.matches("[0-9]{1,8}"))) {
            throw new IllegalArgumentException("destinations: prefixes of 1 to 8 digits, not " + destinations);
        }
        inRange("updates", updatesMax, 0, 1_000_000);
        inRange("think-time", thinkTimeMs, 0, Duration.ofDays(1).toMillis());
        inRange("repeats", repeatsPerMille, 0, 1_000);
    }

    /** A short run: 100 data sessions at 10 a second, 1,000 subscribers from 491700000000. */
    public static SimulationOptions defaults() {
        return new SimulationOptions(
                Mix.only(Scenario.DATA),
                10,
                100,
                null,
                1_000,
                1,
                491_700_000_000L,
                1_000,
                List.of("4930"),
                5,
                200,
                0,
                null);
    }

    public SimulationOptions withMix(Mix newMix) {
        return new SimulationOptions(
                newMix,
                rate,
                sessions,
                duration,
                concurrencyMax,
                seed,
                msisdnFrom,
                msisdnCount,
                destinations,
                updatesMax,
                thinkTimeMs,
                repeatsPerMille,
                log);
    }

    /** {@code newDuration} may be null for no bound in time. */
    public SimulationOptions withLoad(int newRate, long newSessions, Duration newDuration, int newConcurrencyMax) {
        return new SimulationOptions(
                mix,
                newRate,
                newSessions,
                newDuration,
                newConcurrencyMax,
                seed,
                msisdnFrom,
                msisdnCount,
                destinations,
                updatesMax,
                thinkTimeMs,
                repeatsPerMille,
                log);
    }

    public SimulationOptions withSeed(long newSeed) {
        return new SimulationOptions(
                mix,
                rate,
                sessions,
                duration,
                concurrencyMax,
                newSeed,
                msisdnFrom,
                msisdnCount,
                destinations,
                updatesMax,
                thinkTimeMs,
                repeatsPerMille,
                log);
    }

    public SimulationOptions withSubscribers(long from, int count) {
        return new SimulationOptions(
                mix,
                rate,
                sessions,
                duration,
                concurrencyMax,
                seed,
                from,
                count,
                destinations,
                updatesMax,
                thinkTimeMs,
                repeatsPerMille,
                log);
    }

    public SimulationOptions withDestinations(List<String> newDestinations) {
        return new SimulationOptions(
                mix,
                rate,
                sessions,
                duration,
                concurrencyMax,
                seed,
                msisdnFrom,
                msisdnCount,
                newDestinations,
                updatesMax,
                thinkTimeMs,
                repeatsPerMille,
                log);
    }

    public SimulationOptions withSessions(int newUpdatesMax, long newThinkTimeMs) {
        return new SimulationOptions(
                mix,
                rate,
                sessions,
                duration,
                concurrencyMax,
                seed,
                msisdnFrom,
                msisdnCount,
                destinations,
                newUpdatesMax,
                newThinkTimeMs,
                repeatsPerMille,
                log);
    }

    public SimulationOptions withRepeats(int perMille) {
        return new SimulationOptions(
                mix,
                rate,
                sessions,
                duration,
                concurrencyMax,
                seed,
                msisdnFrom,
                msisdnCount,
                destinations,
                updatesMax,
                thinkTimeMs,
                perMille,
                log);
    }

    /** {@code newLog} may be null for none. */
    public SimulationOptions withLog(Path newLog) {
        return new SimulationOptions(
                mix,
                rate,
                sessions,
                duration,
                concurrencyMax,
                seed,
                msisdnFrom,
                msisdnCount,
                destinations,
                updatesMax,
                thinkTimeMs,
                repeatsPerMille,
                newLog);
    }

    private static void inRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not in " + least + " .. " + most);
        }
    }
}
