package io.ocs.bench;

/** The 3GPP AVPs (TS 32.299, TS 29.061) that the SMF of Open5GS puts into each CCR, none of which changes a price. */
final class PacketGatewayAvps {
    private static final int QUOTA_EXHAUSTED = 3;
    private static final int FINAL = 2;
    private static final int AMBR_BITS = 1_000_000_000;

    private final MessageWriter message;

    PacketGatewayAvps(MessageWriter message) {
        this.message = message;
    }

    /** AoC-Request-Type AoC_FULL. */
    void adviceOfCharge() {
        message.vendor32(2055, 1);
    }

    /** Reporting-Reason, seconds that nobody asked for, and octets by direction without a total. */
    void used(int requestType, int octets) {
        message.vendor32(872, requestType == Protocol.TERMINATION ? FINAL : QUOTA_EXHAUSTED);
        message.unsigned32(Protocol.AVP_CC_TIME, 1);
        message.unsigned64(Protocol.AVP_CC_INPUT_OCTETS, octets / 2);
        message.unsigned64(Protocol.AVP_CC_OUTPUT_OCTETS, octets - octets / 2);
    }

    /** QoS-Information. */
    void qualityOfService() {
        message.vendorGroup(1016, () -> {
            message.vendor32(1028, 9);
            message.vendorGroup(1034, () -> {
                message.vendor32(1046, 8);
                message.vendor32(1047, 1);
                message.vendor32(1048, 1);
            });
            message.vendor32(1041, AMBR_BITS);
            message.vendor32(1040, AMBR_BITS);
        });
    }

    /** Service-Information with PS-Information. */
    void serviceInformation() {
        message.vendorGroup(873, () -> message.vendorGroup(874, this::packetSwitched));
    }

    private void packetSwitched() {
        message.vendor32(2, 1);
        message.vendor32(3, 0);
        message.vendorOctets(1227, address(2));
        message.vendorOctets(1228, address(3));
        message.vendorOctets(847, address(4));
        message.text(30, "internet");
        message.vendorText(12, "0");
        message.vendorText(13, "0800");
        message.vendorText(18, "00101");
        message.vendorOctets(10, (byte) 5);
        message.vendorOctets(23, (byte) 0x80, (byte) 0);
        message.vendorOctets(
                22, new byte[] {(byte) 0x82, 0, (byte) 0xf1, 0x10, 0, 1, 0, (byte) 0xf1, 0x10, 0, 0, 0, 1});
        message.vendorOctets(21, (byte) 6);
        message.group(458, () -> {
            message.unsigned32(459, 0);
            message.text(460, "3534600000000001");
        });
    }

    private static byte[] address(int last) {
        return new byte[] {0, 1, 127, 0, 0, (byte) last};
    }
}
