package io.ocs.core.state;

import io.ocs.core.FinalUnitAction;
import io.ocs.core.Hash128;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import org.agrona.UnsafeApi;

/**
 * One service of a session: a rating group and service identifier, with what is reserved and granted, where its cumulative price
 * stands, and its last answers for repeats.
 */
public final class ServiceEntry extends Entry<ServiceEntry> {

    // 0 key | 16 session (high, low) | 32 next service (high, low) | 48 rating group | 56 service identifier
    // 64 plan key | 72 segment (tariff and payer) | 80 cumulative units | 88 total units | 96 total micros
    // 104 first usage | 112 last usage | 120 granted units | 128 granted kind u8 | 129 continuation, 1 bit, and
    // catalogue version, 7 bits | 130 parts u8 |
    // 131 answers u8 | 132 change of tariffs that the client was told, seconds since 1970, u32
    // 136 answers, 24 octets each: 0 number u32 | 4 validity i32 | 8 granted i64 | 16 threshold i32 | 20 result i16 |
    // 22 type u8, 4 bits, and final+1, 4 bits | 23 kind+1 u8, 3 bits, and 0x40: with a change of tariffs, 0x20: pooled
    // 328 parts, 16 octets each: 0 bucket i32 | 8 amount i64; zero behind the last

    private static final int PART_COUNT = 130;
    private static final int CONTINUATION = 1;
    private static final int CATALOG_SHIFT = 1;

    /** Buckets that one reservation can take from. */
    public static final int PARTS_MAX = AccountEntry.BUCKETS_MAX;

    private static final int ANSWERS = 136;
    private static final int ANSWER_LENGTH = 24;
    private static final int TYPE = 15;
    private static final int FINAL_SHIFT = 4;
    private static final int KIND = 7;
    private static final int WITH_TARIFF_CHANGE = 0x40;
    private static final int POOLED = 0x20;
    private static final int TARIFF_CHANGE = 132;
    private static final long MS = 1_000;
    private static final int PARTS = ANSWERS + SessionEntry.ANSWERS_MAX * ANSWER_LENGTH;
    private static final int PART_LENGTH = 16;
    static final int LENGTH = PARTS + PARTS_MAX * PART_LENGTH;

    /** Octets of the entry at {@code address} that are not zero for sure. */
    static int filled(long address) {
        return PARTS + UnsafeApi.getByte(address + PART_COUNT) * PART_LENGTH;
    }

    /** First half of the key of a service of a session. */
    public static long keyHigh(long sessionHigh, long ratingGroup, long serviceIdentifier) {
        return Hash128.mix(Hash128.mix(sessionHigh, ratingGroup), serviceIdentifier);
    }

    /** Second half of the key. */
    public static long keyLow(long sessionLow, long ratingGroup, long serviceIdentifier) {
        return Hash128.mix(Hash128.mix(sessionLow, ~ratingGroup), ~serviceIdentifier);
    }

    public long sessionHigh() {
        return longAt(16);
    }

    public long sessionLow() {
        return longAt(24);
    }

    public void session(long high, long low) {
        longAt(16, high);
        longAt(24, low);
    }

    public long nextHigh() {
        return longAt(32);
    }

    public long nextLow() {
        return longAt(40);
    }

    public void next(long high, long low) {
        longAt(32, high);
        longAt(40, low);
    }

    public long ratingGroup() {
        return longAt(48);
    }

    public long serviceIdentifier() {
        return longAt(56);
    }

    public void service(long ratingGroup, long serviceIdentifier) {
        longAt(48, ratingGroup);
        longAt(56, serviceIdentifier);
    }

    /** {@link io.ocs.core.charging.Tariff#planKey()}; 0: not rated yet. */
    public long planKey() {
        return longAt(64);
    }

    /** The price segment: tariff segment key mixed with the payer. */
    public long segment() {
        return longAt(72);
    }

    /** Units used in the segment. */
    public long cumulative() {
        return longAt(80);
    }

    public void position(long planKey, long segment, long cumulative, boolean continuation) {
        longAt(64, planKey);
        longAt(72, segment);
        longAt(80, cumulative);
        byteAt(129, (byteAt(129) & ~CONTINUATION) | (continuation ? CONTINUATION : 0));
    }

    /** Code of the catalogue version that has granted the quota outstanding, {@link io.ocs.core.charging.RatingVersions#code}; 0: whichever is in force. */
    public int catalog() {
        return (byteAt(129) & 0xff) >>> CATALOG_SHIFT;
    }

    public void catalog(int code) {
        byteAt(129, (byteAt(129) & CONTINUATION) | (code << CATALOG_SHIFT));
    }

    /** Whether the segment continues an earlier one: no set-up fee, no first step. */
    public boolean continuation() {
        return (byteAt(129) & CONTINUATION) != 0;
    }

    /** Units used in the session. */
    public long totalUnits() {
        return longAt(88);
    }

    /** Money charged in the session, micros. */
    public long totalMicros() {
        return longAt(96);
    }

    public void totals(long units, long micros) {
        longAt(88, units);
        longAt(96, micros);
    }

    /** Instant of the first reported usage, 0 if none yet. */
    public long firstUsageMs() {
        return longAt(104);
    }

    public long lastUsageMs() {
        return longAt(112);
    }

    public void usageTimes(long firstMs, long lastMs) {
        longAt(104, firstMs);
        longAt(112, lastMs);
    }

    /** Units of the grant outstanding, 0 if none. */
    public long grantedUnits() {
        return longAt(120);
    }

    /** Kind of the last grant; meaningful only if something was granted. */
    public UnitKind grantedKind() {
        return UnitKind.of(byteAt(128));
    }

    public void granted(UnitKind kind, long units) {
        byteAt(128, kind.ordinal());
        longAt(120, units);
    }

    /** The last change of tariffs that the client was told, milliseconds since 1970 in whole seconds; 0 if none. */
    public long tariffChangeMs() {
        return Integer.toUnsignedLong(intAt(TARIFF_CHANGE)) * MS;
    }

    public void tariffChangeMs(long atMs) {
        intAt(TARIFF_CHANGE, (int) (atMs / MS));
    }

    public int partCount() {
        return byteAt(PART_COUNT);
    }

    public void clearParts() {
        zero(PARTS, partCount() * PART_LENGTH);
        byteAt(PART_COUNT, 0);
    }

    public int partBucket(int index) {
        return intAt(PARTS + index * PART_LENGTH);
    }

    public long partAmount(int index) {
        return longAt(PARTS + index * PART_LENGTH + 8);
    }

    public void addPart(int bucketId, long amount) {
        int count = partCount();
        intAt(PARTS + count * PART_LENGTH, bucketId);
        longAt(PARTS + count * PART_LENGTH + 8, amount);
        byteAt(PART_COUNT, count + 1);
    }

    /** Index of the kept answer to this request, or -1. */
    public int answerTo(int type, long number) {
        int count = Math.min(byteAt(131), SessionEntry.ANSWERS_MAX);
        for (int i = 0; i < count; i++) {
            if (intAt(answer(i)) == (int) number && (byteAt(answer(i) + 22) & TYPE) == type) {
                return i;
            }
        }
        return -1;
    }

    public ResultCode answerResult(int index) {
        return ResultCode.of(shortAt(answer(index) + 20));
    }

    /** Kind granted in that answer, or null if nothing was. */
    public UnitKind answerKind(int index) {
        int kind = byteAt(answer(index) + 23) & KIND;
        return kind == 0 ? null : UnitKind.of(kind - 1);
    }

    /** The change of tariffs that the answer told, milliseconds since 1970; 0 if it told none. Of several told lately, the last one. */
    public long answerTariffChangeMs(int index) {
        return (byteAt(answer(index) + 23) & WITH_TARIFF_CHANGE) == 0 ? 0 : tariffChangeMs();
    }

    /** Whether the units granted in that answer are part of the session's credit pool. */
    public boolean answerPooled(int index) {
        return (byteAt(answer(index) + 23) & POOLED) != 0;
    }

    /** Whether the grant outstanding is part of the session's credit pool. */
    public boolean isPooled() {
        int last = lastAnswer();
        return last >= 0 && answerPooled(last) && grantedUnits() > 0;
    }

    public long answerGranted(int index) {
        return longAt(answer(index) + 8);
    }

    public int answerValidityS(int index) {
        return intAt(answer(index) + 4);
    }

    public int answerThreshold(int index) {
        return intAt(answer(index) + 16);
    }

    /** Final-Unit-Action of that answer, or null. */
    public FinalUnitAction answerFinal(int index) {
        int action = (byteAt(answer(index) + 22) & 0xff) >>> FINAL_SHIFT;
        return action == 0 ? null : FinalUnitAction.of(action - 1);
    }

    /** Keeps an answer in place of the one to the same request, or of the oldest; {@code kind} and {@code finalAction} are ordinals plus 1, 0 for none. */
    public void keepAnswer(
            int type,
            long number,
            int result,
            int kind,
            long granted,
            int validityS,
            int threshold,
            int finalAction,
            boolean tariffChange,
            boolean pooled) {
        int same = answerTo(type, number);
        int kept = byteAt(131) & 0xff;
        int at = answer(same >= 0 ? same : kept % SessionEntry.ANSWERS_MAX);
        intAt(at, (int) number);
        intAt(at + 4, validityS);
        longAt(at + 8, granted);
        intAt(at + 16, threshold);
        shortAt(at + 20, result);
        byteAt(at + 22, type | finalAction << FINAL_SHIFT);
        byteAt(at + 23, kind | (tariffChange ? WITH_TARIFF_CHANGE : 0) | (pooled ? POOLED : 0));
        if (same >= 0) {
            return;
        }
        byteAt(131, kept + 1 == 2 * SessionEntry.ANSWERS_MAX ? SessionEntry.ANSWERS_MAX : kept + 1);
    }

    /** Index of the answer that was kept last, or -1. */
    public int lastAnswer() {
        int kept = byteAt(131) & 0xff;
        return kept == 0 ? -1 : (kept - 1) % SessionEntry.ANSWERS_MAX;
    }

    private static int answer(int index) {
        return ANSWERS + index * ANSWER_LENGTH;
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
