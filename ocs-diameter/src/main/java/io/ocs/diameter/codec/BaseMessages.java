package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Writes the messages between peers: CER, CEA, DWR, DWA, DPR, DPA (RFC 6733 §5.3 to §5.5). Safe on any thread. */
public final class BaseMessages {

    /** Vendor-Id of ETSI. Kamailio wants two Supported-Vendor-Ids, and 3GPP first. */
    private static final int VENDOR_ETSI = 13019;

    static final int ADDRESS_FAMILY_IPV4 = 1;
    static final int ADDRESS_FAMILY_IPV6 = 2;

    private final LocalNode node;

    public BaseMessages(LocalNode node) {
        this.node = node;
    }

    /**
     * Appends a CEA that names what is served: application 4 and nothing else.
     *
     * @param local the address that the peer has connected to
     * @param mistake why the peer is refused, or null
     */
    public void capabilitiesAnswer(
            ByteBuf request, int offset, ResultCode code, InetAddress local, DiameterException mistake, ByteBuf out) {
        int start = MessageWriter.beginAnswer(out, request, offset, code.isProtocolError());
        AvpWriter.unsigned32(out, Avp.RESULT_CODE, code.code());
        self(local, out);
        String text = mistake == null ? RefusalText.ofPeer(code) : mistake.getMessage();
        if (text != null) {
            AvpWriter.utf8(out, Avp.ERROR_MESSAGE, text);
        }
        if (mistake != null && mistake.failedAvp() != null) {
            AvpWriter.octets(out, Avp.FAILED_AVP, mistake.failedAvp());
        }
        vendorsAndApplication(out);
        MessageWriter.end(out, start);
    }

    /**
     * Appends a CER that names application 4, alone and as one of vendor 10415, since some peers look for one and some for the other.
     *
     * @param local the address that this server has connected from
     */
    public void capabilitiesRequest(int identifier, InetAddress local, ByteBuf out) {
        int start = beginRequest(DiameterHeader.CAPABILITIES_EXCHANGE, identifier, out);
        self(local, out);
        vendorsAndApplication(out);
        int group = AvpWriter.begin(out, Avp.VENDOR_SPECIFIC_APPLICATION_ID);
        AvpWriter.unsigned32(out, Avp.VENDOR_ID, Avp.VENDOR_3GPP);
        AvpWriter.unsigned32(out, Avp.AUTH_APPLICATION_ID, DiameterHeader.APPLICATION_CREDIT_CONTROL);
        AvpWriter.end(out, group);
        MessageWriter.end(out, start);
    }

    private void self(InetAddress local, ByteBuf out) {
        node.writeOrigin(out);
        AvpWriter.octets(out, Avp.HOST_IP_ADDRESS, address(local));
        AvpWriter.unsigned32(out, Avp.VENDOR_ID, Avp.VENDOR_3GPP);
        AvpWriter.utf8(out, Avp.PRODUCT_NAME, node.productName());
        node.writeOriginStateId(out);
    }

    private static void vendorsAndApplication(ByteBuf out) {
        AvpWriter.unsigned32(out, Avp.SUPPORTED_VENDOR_ID, Avp.VENDOR_3GPP);
        AvpWriter.unsigned32(out, Avp.SUPPORTED_VENDOR_ID, VENDOR_ETSI);
        AvpWriter.unsigned32(out, Avp.AUTH_APPLICATION_ID, DiameterHeader.APPLICATION_CREDIT_CONTROL);
    }

    private static byte[] address(InetAddress local) {
        byte[] octets = local.getAddress();
        byte[] address = new byte[2 + octets.length];
        address[1] = (byte) (local instanceof Inet4Address ? ADDRESS_FAMILY_IPV4 : ADDRESS_FAMILY_IPV6);
        System.arraycopy(octets, 0, address, 2, octets.length);
        return address;
    }

    /** Appends a DWA. */
    public void watchdogAnswer(ByteBuf request, int offset, ByteBuf out) {
        int start = MessageWriter.beginAnswer(out, request, offset, false);
        AvpWriter.unsigned32(out, Avp.RESULT_CODE, ResultCode.SUCCESS.code());
        node.writeOrigin(out);
        node.writeOriginStateId(out);
        MessageWriter.end(out, start);
    }

    /** Appends a DPA. */
    public void disconnectAnswer(ByteBuf request, int offset, ByteBuf out) {
        int start = MessageWriter.beginAnswer(out, request, offset, false);
        AvpWriter.unsigned32(out, Avp.RESULT_CODE, ResultCode.SUCCESS.code());
        node.writeOrigin(out);
        MessageWriter.end(out, start);
    }

    /** Appends a DWR. */
    public void watchdogRequest(int identifier, ByteBuf out) {
        int start = beginRequest(DiameterHeader.DEVICE_WATCHDOG, identifier, out);
        node.writeOrigin(out);
        node.writeOriginStateId(out);
        MessageWriter.end(out, start);
    }

    /**
     * Appends a DPR.
     *
     * @param cause number of the Disconnect-Cause
     */
    public void disconnectRequest(int identifier, int cause, ByteBuf out) {
        int start = beginRequest(DiameterHeader.DISCONNECT_PEER, identifier, out);
        node.writeOrigin(out);
        AvpWriter.unsigned32(out, Avp.DISCONNECT_CAUSE, cause);
        MessageWriter.end(out, start);
    }

    private static int beginRequest(int command, int identifier, ByteBuf out) {
        int start = MessageWriter.begin(out, DiameterHeader.FLAG_REQUEST, command, DiameterHeader.APPLICATION_BASE);
        MessageWriter.identifiers(out, identifier, identifier);
        return start;
    }
}
