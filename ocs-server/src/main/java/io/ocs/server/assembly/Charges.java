package io.ocs.server.assembly;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrProgress;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.database.BillingDatabase;
import io.ocs.cdr.database.CdrDatabaseConfig;
import io.ocs.cdr.database.CdrDatabaseSink;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileFormat;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.cdr.file.ClosedCdrFiles;
import io.ocs.core.time.Clock;
import io.ocs.server.config.CdrSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The way of charging data records out of the house: for every shard a projector into files and one into the billing database. */
final class Charges implements AutoCloseable {
    private final List<CdrProjector> projectors = new ArrayList<>();
    private final Optional<BillingDatabase> database;

    /**
     * The ways that the settings ask for; without formats there are no files.
     *
     * @param begin where a new place begins, by shard
     */
    Charges(
            String node,
            List<ShardUnit> shards,
            CdrSettings settings,
            Optional<BillingDatabase> database,
            Clock clock,
            MoneyMeters money,
            IntFunction<CdrMark> begin) {
        this.database = database;
        for (ShardUnit unit : shards) {
            int shard = unit.shard.index();
            Function<CdrSink, CdrProjector> projector = sink ->
                    new CdrProjector(node, shard, unit.journal, sink, clock, settings.lagMax(), begin.apply(shard));
            boolean toFiles = !settings.formats().isEmpty();
            Optional<CdrProjector> toDatabase = database.map(billing -> {
                CdrSink rows = rows(billing, node, shard, settings);
                return projector.apply(toFiles ? rows : new CountedSink(rows, money));
            });
            if (toFiles) {
                LongSupplier needed =
                        () -> toDatabase.map(CdrProjector::restartPosition).orElse(Long.MAX_VALUE);
                projectors.add(projector.apply(
                        new CountedSink(new CdrFileSink(files(node, settings), shard, clock, needed), money)));
            }
            toDatabase.ifPresent(projectors::add);
        }
    }

    private static CdrFileConfig files(String node, CdrSettings settings) {
        return new CdrFileConfig(
                settings.directory(),
                node,
                settings.formats().stream()
                        .map(format -> CdrFileFormat.valueOf(format.name()))
                        .collect(Collectors.toSet()),
                settings.rotateSize(),
                settings.rotateCount(),
                settings.rotateAge(),
                settings.retention());
    }

    private static CdrDatabaseSink rows(BillingDatabase database, String node, int shard, CdrSettings settings) {
        ClosedCdrFiles closed = settings.formats().contains(CdrSettings.Format.CSV)
                ? new ClosedCdrFiles(settings.directory(), node, shard)
                : null;
        return new CdrDatabaseSink(database, node, shard, CdrDatabaseConfig.DEFAULT, closed);
    }

    void start() {
        projectors.forEach(CdrProjector::start);
    }

    List<CdrProgress> progress() {
        return projectors.stream().map(CdrProjector::progress).toList();
    }

    /** Position of a shard's journal before which neither files nor database need anything any more. */
    long neededFrom(int shard) {
        return projectors.stream()
                .map(CdrProjector::progress)
                .filter(progress -> progress.shard() == shard)
                .mapToLong(CdrProgress::neededFrom)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Empty if records go into files only. */
    Optional<BillingDatabase> database() {
        return database;
    }

    /** Asks for everything read to be closed and committed now. */
    void flush() {
        projectors.forEach(CdrProjector::flush);
    }

    @Override
    public void close() {
        projectors.forEach(CdrProjector::close);
        close(database);
    }

    static void close(Optional<BillingDatabase> database) {
        try {
            if (database.isPresent()) {
                database.get().close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the embedded billing database did not stop", e);
        }
    }
}
