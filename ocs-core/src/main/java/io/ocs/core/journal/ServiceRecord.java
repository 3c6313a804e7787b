package io.ocs.core.journal;

import io.ocs.core.FinalUnitAction;
import io.ocs.core.Octets;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One service of a {@link CreditControlRecord}: what was reported, what was debited from which bucket, what is reserved and granted from now
 * on. The reservation that stood before is released by the same record. An applied record with {@link #recordNumber()} above 0 is one charging
 * data record.
 */
public final class ServiceRecord extends RecordBody {

    // 0 length i32 | 4 flags i32, with the QoS class in bits 16 to 24 | 8 rating group | 16 service identifier | 24
    // result i32 | 28 unit u8 | 29 granted
    // kind+1 u8 | 30 final+1 u8
    // 31 debits u8 | 32 reservations u8 | 33 continuation u8 | 34, 35 ages of catalogues u8 | 36 validity i32 | 40
    // threshold i32 | 44 reporting reason
    // i32 | 48 used units
    // 56 granted | 64 plan key | 72 segment | 80 cumulative | 88 charged | 96 set-up | 104 first usage | 112 last usage
    // 120 used, 6 longs by UnitKind (-1: not reported) | 168 record number | 176 partial sequence i32 | 180 currency
    // i32 | 184 total units | 192 total micros
    // 200 debits, 40 octets each: 0 bucket i32 | 4 kind u8 | 8 amount | 16 units | 24 segment | 32 balance after
    // then reservations, 16 octets each: 0 bucket i32 | 8 amount; then the tariff's name: length u8, ASCII; padded to 8
    // then, with TARIFF_CHANGE only: when the tariff changes, i64
    // then, with POOL_DRAW only: count i64, and for each service that holds less now: rating group | service identifier
    // |
    // parts i64 | parts, 16 octets each: 0 bucket i32 | 8 amount
    private static final int FIXED = 200;
    private static final int DEBIT_LENGTH = 40;
    private static final int RESERVATION_LENGTH = 16;

    /** Most debits of one service in one request; what comes beyond is added to the last debit of its bucket. */
    public static final int DEBITS_MAX = 24;

    /** The session's first request for this service. */
    public static final int NEW = 1;
    /** More was used than granted or than the account had; the main bucket went beyond its limit. */
    public static final int OVERRUN = 1 << 1;
    /** Units were reported. */
    public static final int REPORTED = 1 << 2;

    /** More was reported than anybody can have used; what is beyond the bound was not charged. */
    public static final int IMPLAUSIBLE = 1 << 3;

    /** As many units as granted may be used behind a change of tariffs, too, which the client was told: {@link #tariffChangeMs()}. */
    public static final int TARIFF_CHANGE = 1 << 4;

    /** The units granted are part of the session's credit pool (RFC 8506 §5.1.2). */
    public static final int POOLED = 1 << 5;

    /** More was used than this service held: other services of the pool hold something else from now on, {@link #drawCount()}. */
    public static final int POOL_DRAW = 1 << 6;

    /** QoS class + 1 in the flags; 0, as in records of before it was kept: none. */
    private static final int QOS_CLASS_SHIFT = 16;

    private static final int QOS_CLASS_MASK = 0x1ff;
    private static final int QOS_CLASS_MAX = 0xff;
    private static final int DRAW_LENGTH = 24;
    private int drawAt;

    /** Looks at a service for reading. */
    ServiceRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    ServiceRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, FIXED);
        return this;
    }

    /** Octets of this service, padding included. */
    int length() {
        return intAt(0);
    }

    int finish() {
        int length = is(POOL_DRAW) ? drawsEnd() : drawsAt();
        intAt(0, length);
        return length;
    }

    private int nameEnd() {
        return (nameAt() + 1 + stringLength(nameAt()) + 7) & ~7;
    }

    /** The change of tariffs that the client was told, milliseconds since 1970; 0 if it was told none. */
    public long tariffChangeMs() {
        return is(TARIFF_CHANGE) ? longAt(nameEnd()) : 0;
    }

    /** After the tariff's name. */
    public void tariffChange(long atMs) {
        addFlag(TARIFF_CHANGE);
        longAt(nameEnd(), atMs);
    }

    private int drawsAt() {
        return nameEnd() + (is(TARIFF_CHANGE) ? Long.BYTES : 0);
    }

    private int drawsEnd() {
        rewindDraws();
        for (long left = drawCount(); left > 0; left--) {
            nextDraw();
        }
        return drawAt + (drawCount() == 0 ? 0 : drawLength());
    }

    private int drawLength() {
        return DRAW_LENGTH + drawPartCount() * RESERVATION_LENGTH;
    }

    /** Services of the pool that hold something else from now on. */
    public int drawCount() {
        return is(POOL_DRAW) ? (int) longAt(drawsAt()) : 0;
    }

    /** Before the first {@link #nextDraw}. */
    public void rewindDraws() {
        drawAt = 0;
    }

    /** Looks at the next of them; to be called {@link #drawCount()} times after {@link #rewindDraws()}. */
    public void nextDraw() {
        drawAt = drawAt == 0 ? drawsAt() + Long.BYTES : drawAt + drawLength();
    }

    /** Rating-Group of the service, or -1. */
    public long drawRatingGroup() {
        return is(POOL_DRAW) ? longAt(drawAt) : -1;
    }

    /** Service-Identifier of the service, or -1. */
    public long drawServiceIdentifier() {
        return is(POOL_DRAW) ? longAt(drawAt + 8) : -1;
    }

    /** Parts that it holds from now on, in place of those before. */
    public int drawPartCount() {
        return is(POOL_DRAW) ? (int) longAt(drawAt + 16) : 0;
    }

    public int drawPartBucket(int index) {
        return intAt(drawAt + DRAW_LENGTH + index * RESERVATION_LENGTH);
    }

    public long drawPartAmount(int index) {
        return longAt(drawAt + DRAW_LENGTH + index * RESERVATION_LENGTH + 8);
    }

    /** Adds a service that holds something else from now on; after the tariff's name and its change. {@link #addDrawPart} follows. */
    public void addDraw(long ratingGroup, long serviceIdentifier) {
        if (!is(POOL_DRAW)) {
            addFlag(POOL_DRAW);
            longAt(drawsAt(), 0);
            rewindDraws();
        }
        nextDraw();
        longAt(drawsAt(), drawCount() + 1L);
        longAt(drawAt, ratingGroup);
        longAt(drawAt + 8, serviceIdentifier);
        longAt(drawAt + 16, 0);
    }

    /** Adds a part to the service that was added last. */
    public void addDrawPart(int bucketId, long amount) {
        int index = drawPartCount();
        longAt(drawAt + 16, index + 1L);
        longAt(drawAt + DRAW_LENGTH + index * RESERVATION_LENGTH, bucketId);
        longAt(drawAt + DRAW_LENGTH + index * RESERVATION_LENGTH + 8, amount);
    }

    public int flags() {
        return intAt(4);
    }

    public boolean is(int flag) {
        return (flags() & flag) != 0;
    }

    public void addFlag(int flag) {
        intAt(4, flags() | flag);
    }

    /** QoS-Class-Identifier, 0 to 255, or -1. */
    public int qosClass() {
        return (flags() >>> QOS_CLASS_SHIFT & QOS_CLASS_MASK) - 1;
    }

    /** Once; a value that the record has no place for is none. */
    public void qosClass(int value) {
        if (value >= 0 && value <= QOS_CLASS_MAX) {
            addFlag((value + 1) << QOS_CLASS_SHIFT);
        }
    }

    /** Rating-Group, or -1. */
    public long ratingGroup() {
        return longAt(8);
    }

    /** Service-Identifier, or -1. */
    public long serviceIdentifier() {
        return longAt(16);
    }

    public void service(long ratingGroup, long serviceIdentifier) {
        longAt(8, ratingGroup);
        longAt(16, serviceIdentifier);
    }

    /** How many versions before the one in force ({@link CreditControlRecord#catalogVersion}) the catalogue is by which usage was debited. */
    public int chargedCatalogAge() {
        return byteAt(34);
    }

    /** How many versions before the one in force the catalogue is by which the service goes on. */
    public int keptCatalogAge() {
        return byteAt(35);
    }

    public void catalogAges(int charged, int kept) {
        byteAt(34, charged);
        byteAt(35, kept);
    }

    /** Result-Code of the service. */
    public int resultCode() {
        return intAt(24);
    }

    public void resultCode(ResultCode value) {
        intAt(24, value.code());
    }

    /** Kind of the units charged. */
    public UnitKind unit() {
        return UnitKind.of(byteAt(28));
    }

    public void unit(UnitKind kind) {
        byteAt(28, kind.ordinal());
    }

    /** Kind granted, ordinal plus 1; 0 if nothing is granted. */
    public int grantedKind() {
        return byteAt(29);
    }

    public long grantedUnits() {
        return longAt(56);
    }

    /** Validity-Time in seconds, of the grant or of a final unit without one; 0 if the answer has none. */
    public int validityTimeS() {
        return intAt(36);
    }

    public int quotaThreshold() {
        return intAt(40);
    }

    /** What is told without units: the client asks again after this time. */
    public void validityTimeS(int seconds) {
        intAt(36, seconds);
    }

    public void grant(UnitKind kind, long units, int validityTimeS, long threshold) {
        byteAt(29, kind.ordinal() + 1);
        longAt(56, units);
        intAt(36, validityTimeS);
        intAt(40, (int) Math.min(threshold, Integer.MAX_VALUE));
    }

    /** Final-Unit-Action, ordinal plus 1; 0 if the units are not the last. */
    public int finalAction() {
        return byteAt(30);
    }

    public void finalAction(FinalUnitAction action) {
        byteAt(30, action.ordinal() + 1);
    }

    /** Reporting-Reason, or -1. */
    public int reportingReason() {
        return intAt(44);
    }

    public void reportingReason(int value) {
        intAt(44, value);
    }

    /** Units charged for, of kind {@link #unit()}. */
    public long usedUnits() {
        return longAt(48);
    }

    public void usedUnits(long value) {
        longAt(48, value);
    }

    /** Where the cumulative price stands after this request. */
    public void position(long planKey, long segment, long cumulative, boolean continuation) {
        longAt(64, planKey);
        longAt(72, segment);
        longAt(80, cumulative);
        byteAt(33, continuation ? 1 : 0);
    }

    public long planKey() {
        return longAt(64);
    }

    public long segment() {
        return longAt(72);
    }

    public long cumulative() {
        return longAt(80);
    }

    public boolean continuation() {
        return byteAt(33) != 0;
    }

    /** Money debited by this request for this service, set-up fee included, micros; negative for a refund. */
    public long chargedMicros() {
        return longAt(88);
    }

    /** Set-up fee in {@link #chargedMicros()}. */
    public long setupMicros() {
        return longAt(96);
    }

    public void charged(long micros, long setupMicros) {
        longAt(88, micros);
        longAt(96, setupMicros);
    }

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

    /** Used units as reported, by kind; -1 if that kind was not reported. */
    public long reported(UnitKind kind) {
        return longAt(120 + 8 * kind.ordinal());
    }

    public void reported(UnitKind kind, long amount) {
        longAt(120 + 8 * kind.ordinal(), amount);
    }

    /** Number of the charging data record, dense per shard from 1 on; 0: there is none, since nothing was used. */
    public long recordNumber() {
        return longAt(168);
    }

    /** Which of the session's records this is, from 1 on. */
    public int partialSequence() {
        return intAt(176);
    }

    public void recordNumber(long number, int partialSequence) {
        longAt(168, number);
        intAt(176, partialSequence);
    }

    /** Currency of the money, ISO 4217 numeric code. */
    public int currency() {
        return intAt(180);
    }

    public void currency(int numericCode) {
        intAt(180, numericCode);
    }

    /** Units used for this service in the session so far, this request included. */
    public long totalUnits() {
        return longAt(184);
    }

    /** Money charged for this service in the session so far, this request included. */
    public long totalMicros() {
        return longAt(192);
    }

    public void totals(long units, long micros) {
        longAt(184, units);
        longAt(192, micros);
    }

    public int debitCount() {
        return byteAt(31);
    }

    private static int debitAt(int index) {
        return FIXED + index * DEBIT_LENGTH;
    }

    public int debitBucket(int index) {
        return intAt(debitAt(index));
    }

    public UnitKind debitKind(int index) {
        return UnitKind.of(byteAt(debitAt(index) + 4));
    }

    /** Units or micros taken from the bucket; negative where money is given back. */
    public long debitAmount(int index) {
        return longAt(debitAt(index) + 8);
    }

    /** Used units that this debit paid for. */
    public long debitUnits(int index) {
        return longAt(debitAt(index) + 16);
    }

    public long debitSegment(int index) {
        return longAt(debitAt(index) + 24);
    }

    public long debitBalanceAfter(int index) {
        return longAt(debitAt(index) + 32);
    }

    /** Adds a debit; all debits come before the first reservation. */
    public void addDebit(int bucketId, UnitKind kind, long amount, long units, long segment, long balanceAfter) {
        int index = debitCount();
        if (index == DEBITS_MAX) {
            throw new IllegalStateException("more than " + DEBITS_MAX + " debits for one service");
        }
        int at = debitAt(index);
        longAt(at, 0);
        intAt(at, bucketId);
        byteAt(at + 4, kind.ordinal());
        longAt(at + 8, amount);
        longAt(at + 16, units);
        longAt(at + 24, segment);
        longAt(at + 32, balanceAfter);
        byteAt(31, index + 1);
    }

    /** Adds to a debit that is there already. */
    public void raiseDebit(int index, long amount, long units, long balanceAfter) {
        longAt(debitAt(index) + 8, debitAmount(index) + amount);
        longAt(debitAt(index) + 16, debitUnits(index) + units);
        longAt(debitAt(index) + 32, balanceAfter);
    }

    public int reservationCount() {
        return byteAt(32);
    }

    private int reservationAt(int index) {
        return debitAt(debitCount()) + index * RESERVATION_LENGTH;
    }

    public int reservationBucket(int index) {
        return intAt(reservationAt(index));
    }

    public long reservationAmount(int index) {
        return longAt(reservationAt(index) + 8);
    }

    public void addReservation(int bucketId, long amount) {
        int at = reservationAt(reservationCount());
        longAt(at, bucketId);
        longAt(at + 8, amount);
        byteAt(32, reservationCount() + 1);
    }

    /** Adds to a reservation that is there already; before any later one is added. */
    public void raiseReservation(int index, long amount) {
        longAt(reservationAt(index) + 8, Math.addExact(reservationAmount(index), amount));
    }

    /** Forgets all reservations; before the tariff's name. */
    public void clearReservations() {
        byteAt(32, 0);
    }

    private int nameAt() {
        return reservationAt(reservationCount());
    }

    /** Ends the lists with the tariff's name; empty if there is no tariff. */
    public void tariffName(Octets name) {
        putString(nameAt(), name);
    }

    public void tariffName(String ascii) {
        int at = nameAt();
        byteAt(at, ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            byteAt(at + 1 + i, ascii.charAt(i));
        }
    }

    /** Copies the tariff's name. */
    public void readTariffName(Octets into) {
        getString(nameAt(), into);
    }
}
