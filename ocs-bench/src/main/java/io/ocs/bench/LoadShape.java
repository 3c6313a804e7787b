package io.ocs.bench;

/**
 * How the load comes. With a rate it is an open loop: requests leave when their time has come, however slow the answers are, and
 * {@code window} only bounds what is in flight. Without one it is a closed loop: each connection keeps {@code window} requests in flight.
 *
 * @param connections 1 .. 10,000
 * @param window virtual sessions on each connection, 1 .. 65,536
 * @param ratePerSecond requests per second over all connections; 0: closed loop
 */
public record LoadShape(int connections, int window, long ratePerSecond) {
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int WINDOW_MAX = 65_536;

    public LoadShape {
        require(connections >= 1 && connections <= CONNECTIONS_MAX, "connections: 1 to " + CONNECTIONS_MAX);
        require(window >= 1 && window <= WINDOW_MAX, "window: 1 to " + WINDOW_MAX);
        require(ratePerSecond >= 0, "rate: 0 or more");
    }

    /** A closed loop. */
    public static LoadShape closed(int connections, int window) {
        return new LoadShape(connections, window, 0);
    }

    /** The same connections and window in an open loop. */
    public LoadShape atRate(long requestsPerSecond) {
        return new LoadShape(connections, window, requestsPerSecond);
    }

    /** @throws IllegalArgumentException unless {@code text} is CONNECTIONS x WINDOW, as 4x64 */
    public static LoadShape parse(String text) {
        String[] numbers = text.split("x", -1);
        require(numbers.length == 2, "a load is CONNECTIONSxWINDOW, as 4x64, not " + text);
        return closed(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    boolean isOpenLoop() {
        return ratePerSecond > 0;
    }

    @Override
    public String toString() {
        String closed = connections + "x" + window;
        return isOpenLoop() ? closed + " @ " + ratePerSecond + "/s" : closed;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
