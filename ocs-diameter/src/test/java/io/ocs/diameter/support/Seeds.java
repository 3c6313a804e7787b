package io.ocs.diameter.support;

import java.util.stream.LongStream;

/** Seeds of random tests; {@code -Dseed=N} runs one of them again. */
public final class Seeds {

    private Seeds() {}

    public static LongStream of(int count) {
        String one = System.getProperty("seed", "");
        return one.isBlank() ? LongStream.range(0, count) : LongStream.of(Long.parseLong(one));
    }
}
