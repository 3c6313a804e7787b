package io.ocs.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 128-bit hash of octet strings as two 64-bit halves, by multiply-and-fold of 8-octet words: the keys of sessions,
 * identities and outcomes. Stable for ever, since keys are journaled. No allocation; safe on any thread. It is no
 * cryptographic hash: entries that can hold their full identity are compared with it after the lookup.
 */
public final class Hash128 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long K0 = 0xa0761d6478bd642fL;
    private static final long K1 = 0xe7037ed1a0b428dbL;
    private static final long K2 = 0x8ebc6af09c88c6e3L;
    private static final long K3 = 0x589965cc75374cc3L;

    private Hash128() {}

    /** First half; {@code seed} separates name spaces. */
    public static long high(byte[] bytes, int offset, int length, long seed) {
        return hash(bytes, offset, length, seed, K0, K1);
    }

    /** Second half, independent of the first. */
    public static long low(byte[] bytes, int offset, int length, long seed) {
        return hash(bytes, offset, length, seed, K2, K3);
    }

    private static long hash(byte[] bytes, int offset, int length, long seed, long k0, long k1) {
        long state = seed ^ k0;
        int end = offset + length;
        int at = offset;
        for (; at + 8 <= end; at += 8) {
            state = fold(state ^ (long) LONGS.get(bytes, at), k1);
        }
        long tail = length;
        for (; at < end; at++) {
            tail = (tail << 8) | (bytes[at] & 0xff);
        }
        return fold(fold(state ^ tail, k1) ^ length, k0);
    }

    /** Mixes a value into a hash: the high and low half of a 128-bit product, folded. */
    public static long mix(long hash, long value) {
        return fold(hash ^ value, K1) ^ (value * K2);
    }

    private static long fold(long value, long k) {
        long a = value ^ k;
        return (a * K3) ^ Math.multiplyHigh(a, K3) ^ (a >>> 29);
    }
}
