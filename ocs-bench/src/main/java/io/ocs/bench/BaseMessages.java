package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The messages of the base protocol that keep a connection (RFC 6733 §5.3 to §5.5), as both ends of this package write them. */
final class BaseMessages {
    static final String REALM = "example.com";

    private static final int DO_NOT_WANT_TO_TALK_TO_YOU = 2;
    private static final byte ADDRESS_FAMILY_IP = 1;
    private static final byte ADDRESS_FAMILY_IP6 = 2;

    private BaseMessages() {}

    static void capabilitiesRequest(ByteBuf out, String originHost, InetSocketAddress local) {
        MessageWriter message = baseRequest(out, Protocol.CAPABILITIES_EXCHANGE, 1);
        origin(message, originHost);
        capabilities(message, local);
        message.end();
    }

    static void capabilitiesAnswer(
            ByteBuf request, int offset, ByteBuf out, String originHost, InetSocketAddress local) {
        MessageWriter message = MessageWriter.answerTo(request, offset, out);
        message.unsigned32(Protocol.AVP_RESULT_CODE, Protocol.SUCCESS);
        origin(message, originHost);
        capabilities(message, local);
        message.end();
    }

    static void disconnectRequest(ByteBuf out, String originHost) {
        MessageWriter message = baseRequest(out, Protocol.DISCONNECT_PEER, 2);
        origin(message, originHost);
        message.unsigned32(Protocol.AVP_DISCONNECT_CAUSE, DO_NOT_WANT_TO_TALK_TO_YOU);
        message.end();
    }

    /** The answer to any request that has no AVPs of its own: DWA, DPA, or a refusal. */
    static void plainAnswer(ByteBuf request, int offset, ByteBuf out, String originHost, int resultCode) {
        MessageWriter message = MessageWriter.answerTo(request, offset, out);
        message.unsigned32(Protocol.AVP_RESULT_CODE, resultCode);
        origin(message, originHost);
        message.end();
    }

    private static MessageWriter baseRequest(ByteBuf out, int command, int id) {
        return new MessageWriter(out, Protocol.FLAG_REQUEST, command, Protocol.BASE_APPLICATION).ids(id, id);
    }

    private static void origin(MessageWriter message, String originHost) {
        message.text(Protocol.AVP_ORIGIN_HOST, originHost);
        message.text(Protocol.AVP_ORIGIN_REALM, REALM);
    }

    private static void capabilities(MessageWriter message, InetSocketAddress local) {
        message.octets(Protocol.AVP_HOST_IP_ADDRESS, address(local.getAddress()));
        message.unsigned32(Protocol.AVP_VENDOR_ID, 0);
        message.text(Protocol.AVP_PRODUCT_NAME, "ocs-bench");
        message.unsigned32(Protocol.AVP_AUTH_APPLICATION_ID, Protocol.CREDIT_CONTROL_APPLICATION);
        message.unsigned32(Protocol.AVP_SUPPORTED_VENDOR_ID, Protocol.VENDOR_3GPP);
    }

    /** The type Address: a family of IANA's in two octets, then the address (RFC 6733 §4.3.1). */
    private static byte[] address(InetAddress address) {
        byte[] octets = address.getAddress();
        byte[] data = new byte[2 + octets.length];
        data[1] = octets.length == 4 ? ADDRESS_FAMILY_IP : ADDRESS_FAMILY_IP6;
        System.arraycopy(octets, 0, data, 2, octets.length);
        return data;
    }
}
