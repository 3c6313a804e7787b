package io.ocs.server.alarm;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which tables of an image are filled to four fifths, and have not been down to three quarters since. */
public final class FillingTables implements Supplier<Optional<String>> {
    private static final int RAISE_PERCENT = 80;
    private static final int CLEAR_PERCENT = 75;

    private final int shard;
    private final AccountStore image;
    private final Set<Table> filling = EnumSet.noneOf(Table.class);

    public FillingTables(int shard, AccountStore image) {
        this.shard = shard;
        this.image = image;
    }

    @Override
    public Optional<String> get() {
        for (Table table : Table.values()) {
            if (table != Table.SHARD && percent(table) >= (filling.contains(table) ? CLEAR_PERCENT : RAISE_PERCENT)) {
                filling.add(table);
            } else {
                filling.remove(table);
            }
        }
        return filling.isEmpty()
                ? Optional.empty()
                : Optional.of("shard " + shard + ": "
                        + filling.stream().map(this::text).collect(Collectors.joining(", ")));
    }

    private long percent(Table table) {
        return 100 * image.size(table) / image.capacity(table);
    }

    private String text(Table table) {
        return table.name().toLowerCase(Locale.ROOT) + " " + image.size(table) + " of " + image.capacity(table);
    }
}
