package io.ocs.cdr.record;

import io.ocs.cdr.parquet.ColumnType;
import io.ocs.cdr.parquet.ParquetColumn;
import java.util.ArrayList;
import java.util.List;

/** Puts the values of records into the columns of a Parquet file, one for each {@link CdrField}. Allocates nothing; one thread. */
public final class ParquetRows {

    private final List<ParquetColumn> columns = columns(CdrField.FORMAT_VERSION);

    /** New columns of all fields of a version of the format. */
    public static List<ParquetColumn> columns(int version) {
        List<ParquetColumn> columns = new ArrayList<>();
        for (CdrField field : CdrField.ofVersion(version)) {
            columns.add(new ParquetColumn(field.key(), type(field.type())));
        }
        return columns;
    }

    private static ColumnType type(CdrField.Type type) {
        return switch (type) {
            case INTEGER -> ColumnType.INT32;
            case NUMBER -> ColumnType.INT64;
            case FLAG -> ColumnType.BOOLEAN;
            case INSTANT -> ColumnType.TIMESTAMP;
            case WORD, TEXT -> ColumnType.STRING;
            case DEBITS -> ColumnType.JSON;
            case HASH -> ColumnType.UUID;
        };
    }

    /** The columns that {@link #put} fills. */
    public List<ParquetColumn> targets() {
        return columns;
    }

    /** Puts a record into a row. */
    public void put(int row, ChargingDataRecord cdr, CdrText text) {
        for (long rest = text.present; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            put(row, field, cdr, text);
        }
    }

    private void put(int row, int field, ChargingDataRecord cdr, CdrText text) {
        ParquetColumn column = columns.get(field);
        switch (CdrField.of(field).type()) {
            case INTEGER -> column.int32(row, (int) cdr.values[field]);
            case NUMBER, INSTANT -> column.int64(row, cdr.values[field]);
            case FLAG -> column.flag(row, cdr.values[field] != 0);
            case WORD, TEXT, DEBITS -> column.octets(row, text.octets(), text.at[field], text.length[field]);
            case HASH -> column.uuid(row, cdr.hashHigh(), cdr.hashLow());
        }
    }
}
