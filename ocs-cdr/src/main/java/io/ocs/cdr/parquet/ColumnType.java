package io.ocs.cdr.parquet;

/**
 * What the values of a column are: a physical type and what it stands for. Numbers are those of the format's Thrift definition
 * ({@code Type}, {@code ConvertedType}, {@code LogicalType}).
 */
public enum ColumnType {
    INT32(1, "int32", ""),
    INT64(2, "int64", ""),
    BOOLEAN(0, "boolean", ""),
    /** Milliseconds since 1970 in UTC. */
    TIMESTAMP(2, "int64", " (TIMESTAMP(MILLIS,true))"),
    /** UTF-8. */
    STRING(6, "binary", " (STRING)"),
    JSON(6, "binary", " (JSON)"),
    /** 16 octets. */
    UUID(7, "fixed_len_byte_array(16)", " (UUID)");

    static final int NONE = -1;

    final int physical;
    private final String name;
    private final String annotation;

    ColumnType(int physical, String name, String annotation) {
        this.physical = physical;
        this.name = name;
        this.annotation = annotation;
    }

    /** As schemas are written for people: type, name and annotation. */
    String declaration(String column) {
        return name + " " + column + annotation;
    }

    /** For readers that know no logical types. */
    int converted() {
        return switch (this) {
            case STRING -> 0;
            case TIMESTAMP -> 9;
            case JSON -> 19;
            default -> NONE;
        };
    }

    /** Field of the union LogicalType. */
    int logical() {
        return switch (this) {
            case STRING -> 1;
            case TIMESTAMP -> 8;
            case JSON -> 12;
            case UUID -> 14;
            default -> NONE;
        };
    }
}
