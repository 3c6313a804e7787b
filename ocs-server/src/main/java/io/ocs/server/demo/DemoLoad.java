package io.ocs.server.demo;

import io.ocs.server.config.DiameterSettings;
import io.ocs.sim.NetworkElement;
import io.ocs.sim.NetworkElementOptions;
import io.ocs.sim.Simulation;
import io.ocs.sim.SimulationOptions;
import io.ocs.sim.SimulationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The network elements of the demo, one for the subscribers of each offer, on connections of their own. For one thread. */
final class DemoLoad implements AutoCloseable {
    /** Each offer gets at least one session a second. */
    static final int RATE_MIN = DemoOffer.values().length;

    private static final int CONCURRENCY_MAX = 4000;
    private static final int UPDATES_MAX = 6;
    private static final int THINK_TIME_MS = 500;
    private static final int REPEATS_PER_MILLE = 20;
    private static final long END_MAX_S = 60;
    /** Germany by wire and mobile, free of charge, Europe, the rest of the world. */
    private static final List<String> DESTINATIONS = List.of("4930", "49171", "49800", "33", "1212");

    private final List<NetworkElement> elements = new ArrayList<>();
    private final Map<DemoOffer, Simulation> simulations = new EnumMap<>(DemoOffer.class);
    private final List<Path> logs = new ArrayList<>();
    private final List<CompletableFuture<Void>> runs = new ArrayList<>();

    private DemoLoad() {}

    /**
     * Connects all at the same time.
     *
     * @param address of a server with the names that {@code settings} has
     */
    static DemoLoad connect(
            InetSocketAddress address, DiameterSettings settings, DemoFolder folder, int rate, long seed)
            throws IOException {
        List<CompletableFuture<NetworkElement>> connecting = new ArrayList<>();
        for (DemoOffer offer : DemoOffer.values()) {
            NetworkElementOptions options = NetworkElementOptions.of(
                            address.getAddress().getHostAddress(), address.getPort(), offer.offer + ".demo.example.com")
                    .withServer(settings.originHost(), settings.realm());
            connecting.add(inThread(offer.offer, () -> NetworkElement.connect(options)));
        }
        DemoLoad load = new DemoLoad();
        try {
            for (CompletableFuture<NetworkElement> one : connecting) {
                load.elements.add(one.join());
            }
        } catch (CompletionException e) {
            load.close();
            throw new IOException(
                    "a network element does not connect: " + e.getCause().getMessage(), e);
        }
        for (DemoOffer offer : DemoOffer.values()) {
            load.add(offer, folder.log(offer.offer), Math.max(1, rate * offer.share / 100), seed + offer.ordinal());
        }
        return load;
    }

    private void add(DemoOffer offer, Path log, int rate, long seed) {
        SimulationOptions options = SimulationOptions.defaults()
                .withMix(offer.mix())
                .withLoad(rate, SimulationOptions.UNBOUNDED, null, CONCURRENCY_MAX)
                .withSeed(seed)
                .withSubscribers(offer.firstNumber, offer.count)
                .withDestinations(DESTINATIONS)
                .withSessions(UPDATES_MAX, THINK_TIME_MS)
                .withRepeats(REPEATS_PER_MILLE)
                .withLog(log);
        simulations.put(offer, new Simulation(elements.get(offer.ordinal()), options));
        logs.add(log);
    }

    void start() {
        simulations.forEach((offer, simulation) -> runs.add(inThread("play-" + offer.offer, () -> {
            simulation.run();
            return null;
        })));
    }

    /** Whether a network element has ended by itself, which it only does when it is broken: {@link #finish} says why. */
    boolean isBroken() {
        return runs.stream().anyMatch(CompletableFuture::isDone);
    }

    /** What each has seen so far. */
    Map<DemoOffer, SimulationReport> reports() {
        Map<DemoOffer, SimulationReport> reports = new EnumMap<>(DemoOffer.class);
        simulations.forEach((offer, simulation) -> reports.put(offer, simulation.report()));
        return reports;
    }

    List<Path> logs() {
        return logs;
    }

    /** Ends every session with its termination, and returns when the last is answered. */
    void finish() throws IOException, InterruptedException {
        simulations.values().forEach(Simulation::end);
        for (CompletableFuture<Void> run : runs) {
            try {
                run.get(END_MAX_S, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IOException("sessions of the demo do not end in " + END_MAX_S + " s", e);
            } catch (ExecutionException e) {
                throw new IOException("a network element of the demo is broken: " + e.getCause(), e);
            }
        }
    }

    @Override
    public void close() {
        simulations.values().forEach(Simulation::end);
        elements.forEach(NetworkElement::close);
    }

    /** What may fail with a checked exception. */
    private interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    private static <T> CompletableFuture<T> inThread(String name, Work<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(work.run());
                    } catch (IOException e) {
                        future.completeExceptionally(new UncheckedIOException(e));
                    } catch (InterruptedException | RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                },
                "demo-" + name);
        thread.setDaemon(true);
        thread.start();
        return future;
    }
}
