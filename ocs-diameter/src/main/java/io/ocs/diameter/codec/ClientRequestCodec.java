package io.ocs.diameter.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.ocs.core.initiated.ClientRequest;

/**
 * Writes the requests that this server sends by itself, RAR (RFC 6733 §8.3.1) and ASR (§8.5.1), and reads of their answers what counts. Belongs to one
 * event loop. Allocates; these are rare.
 */
public final class ClientRequestCodec {

    /** Re-Auth-Request-Type AUTHORIZE_ONLY (RFC 6733 §8.12). */
    private static final int AUTHORIZE_ONLY = 0;

    private final LocalNode node;
    private final AvpFlyweight avp = new AvpFlyweight();

    public ClientRequestCodec(LocalNode node) {
        this.node = node;
    }

    /** The Command Code of a request of this kind. */
    private static int command(ClientRequest.Kind kind) {
        return switch (kind) {
            case RE_AUTHORIZE -> DiameterHeader.RE_AUTH;
            case ABORT -> DiameterHeader.ABORT_SESSION;
        };
    }

    /** Whether a message of this Command Code can be an answer to what this server asks clients. */
    public static boolean isAnswer(int command) {
        return command == DiameterHeader.RE_AUTH || command == DiameterHeader.ABORT_SESSION;
    }

    /** Whether it can be one to a request of this kind. */
    public static boolean isAnswer(int command, ClientRequest.Kind kind) {
        return command == command(kind);
    }

    /**
     * Appends a request.
     *
     * @param host Destination-Host
     * @param realm Destination-Realm
     * @param again sets the T bit: it was sent before (RFC 6733 §3)
     */
    public void write(
            ClientRequest request, String host, String realm, int hopByHop, int endToEnd, boolean again, ByteBuf out) {
        int flags = DiameterHeader.FLAG_REQUEST
                | DiameterHeader.FLAG_PROXIABLE
                | (again ? DiameterHeader.FLAG_RETRANSMITTED : 0);
        int start = MessageWriter.begin(out, flags, command(request.kind()), DiameterHeader.APPLICATION_CREDIT_CONTROL);
        MessageWriter.identifiers(out, hopByHop, endToEnd);
        AvpWriter.octets(out, Avp.SESSION_ID, request.sessionId());
        node.writeOrigin(out);
        AvpWriter.utf8(out, Avp.DESTINATION_REALM, realm);
        AvpWriter.utf8(out, Avp.DESTINATION_HOST, host);
        AvpWriter.unsigned32(out, Avp.AUTH_APPLICATION_ID, DiameterHeader.APPLICATION_CREDIT_CONTROL);
        if (request.kind() == ClientRequest.Kind.RE_AUTHORIZE) {
            AvpWriter.unsigned32(out, Avp.RE_AUTH_REQUEST_TYPE, AUTHORIZE_ONLY);
        }
        MessageWriter.end(out, start);
    }

    /** Result-Code of the answer at {@code offset}; 0 if it has none that can be read. */
    public int resultCode(ByteBuf message, int offset, int length) {
        try {
            return find(message, offset, length, Avp.RESULT_CODE) ? (int) avp.unsigned32() : 0;
        } catch (DiameterException e) {
            return 0; // as if it were not there: what is wrong with an answer is told to nobody
        }
    }

    /** Origin-Realm of a request that was read already; empty if it has none. */
    public String originRealm(ByteBuf message, int offset, int length) {
        try {
            return find(message, offset, length, Avp.ORIGIN_REALM)
                    ? message.toString(avp.dataOffset(), avp.dataLength(), UTF_8)
                    : "";
        } catch (DiameterException e) {
            throw new IllegalStateException("a message that was read cannot be read again", e);
        }
    }

    private boolean find(ByteBuf message, int offset, int length, int key) throws DiameterException {
        int limit = offset + length;
        for (int at = offset + DiameterHeader.LENGTH; at < limit; at = avp.nextOffset()) {
            if (avp.wrap(message, at, limit).key() == key) {
                return true;
            }
        }
        return false;
    }
}
