package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** The name by which parquet-java finds what reads GZIP, as the reader of these tests comes without Hadoop: that of the Java platform. */
public final class GzipCodec implements CompressionCodec {

    private static final class Unzipped extends CompressionInputStream {
        private final GZIPInputStream unzipped;

        Unzipped(InputStream in) throws IOException {
            super(in);
            unzipped = new GZIPInputStream(in);
        }

        @Override
        public int read() throws IOException {
            return unzipped.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            return unzipped.read(target, from, length);
        }

        @Override
        public void resetState() {
            throw new UnsupportedOperationException("a stream is read once");
        }
    }

    @Override
    public Decompressor createDecompressor() {
        return null;
    }

    @Override
    public Compressor createCompressor() {
        throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public CompressionInputStream createInputStream(InputStream in, Decompressor decompressor) {
        try {
            return new Unzipped(in);
        } catch (IOException e) {
            throw new IllegalStateException("no GZIP", e);
        }
    }

    @Override
    public CompressionOutputStream createOutputStream(OutputStream out, Compressor compressor) {
        throw new UnsupportedOperationException("nothing is written");
    }
}
