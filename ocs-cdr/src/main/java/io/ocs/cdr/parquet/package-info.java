/**
 * As much of the Apache Parquet file format as flat records need: optional columns of few types, plain encoding, one page for each column of a row
 * group, GZIP. {@link io.ocs.cdr.parquet.ParquetWriter} takes values column by column and writes a row group when enough have gathered;
 * {@link io.ocs.cdr.parquet.ParquetReader} reads what it has written, for verifying. Metadata is Thrift, compact protocol. Knows nothing of charging.
 */
package io.ocs.cdr.parquet;
