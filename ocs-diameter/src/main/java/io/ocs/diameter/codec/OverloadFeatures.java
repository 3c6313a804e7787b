package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;

/**
 * The AVPs of Diameter overload control (RFC 7683 §7): reads whether a client reacts to overload reports, and writes them. None has the M bit, since credit
 * control is older than they are. Allocates nothing. Belongs to one event loop.
 */
final class OverloadFeatures {

    /** The one algorithm that everybody has: OLR_DEFAULT_ALGO of OC-Feature-Vector (§7.2). */
    private static final long LOSS = 1;
    /** OC-Report-Type (§7.6): of this host, not of its realm. */
    private static final int HOST_REPORT = 0;

    private final AvpFlyweight avp = new AvpFlyweight();

    /** Whether who sends this OC-Supported-Features knows the loss algorithm; without OC-Feature-Vector it does (§7.2). One that cannot be read says nothing. */
    boolean acceptLoss(ByteBuf buffer, AvpFlyweight group) {
        try {
            long vector = LOSS;
            int limit = group.dataEnd();
            for (int at = group.dataOffset(); at < limit; at = avp.nextOffset()) {
                avp.wrap(buffer, at, limit);
                if (avp.key() == Avp.OC_FEATURE_VECTOR) {
                    vector = avp.integer64();
                }
            }
            return (vector & LOSS) != 0;
        } catch (DiameterException e) {
            return false;
        }
    }

    /** Appends OC-Supported-Features, and OC-OLR if there is a report; {@code report} may be null. */
    static void write(OverloadReport report, ByteBuf out) {
        int features = AvpWriter.begin(out, Avp.OC_SUPPORTED_FEATURES);
        AvpWriter.unsigned64(out, Avp.OC_FEATURE_VECTOR, LOSS);
        AvpWriter.end(out, features);
        if (report == null || !report.isActive()) {
            return;
        }
        int group = AvpWriter.begin(out, Avp.OC_OLR);
        AvpWriter.unsigned64(out, Avp.OC_SEQUENCE_NUMBER, report.sequenceNumber());
        AvpWriter.unsigned32(out, Avp.OC_REPORT_TYPE, HOST_REPORT);
        AvpWriter.unsigned32(out, Avp.OC_REDUCTION_PERCENTAGE, report.reductionPercent());
        AvpWriter.unsigned32(out, Avp.OC_VALIDITY_DURATION, report.validityS());
        AvpWriter.end(out, group);
    }
}
