package io.ocs.diameter.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/**
 * Who this server is on the wire: the Origin-Host and Origin-Realm of what it sends and the destinations it answers for. Immutable; safe on any
 * thread.
 */
public final class LocalNode {

    private final byte[] originHost;
    private final byte[] realm;
    private final byte[] originHostLowerCase;
    private final byte[] realmLowerCase;
    private final String productName;
    private final long originStateId;

    /**
     * A node.
     *
     * @param originHost DiameterIdentity of this server
     * @param realm its realm, which requests must be destined for
     * @param originStateId rises at every start that loses sessions (RFC 6733 §8.16)
     */
    public LocalNode(String originHost, String realm, String productName, long originStateId) {
        this.originHost = originHost.getBytes(UTF_8);
        this.realm = realm.getBytes(UTF_8);
        this.originHostLowerCase = originHost.toLowerCase(Locale.ROOT).getBytes(UTF_8);
        this.realmLowerCase = realm.toLowerCase(Locale.ROOT).getBytes(UTF_8);
        this.productName = productName;
        this.originStateId = originStateId;
    }

    void writeOrigin(ByteBuf out) {
        AvpWriter.octets(out, Avp.ORIGIN_HOST, originHost);
        AvpWriter.octets(out, Avp.ORIGIN_REALM, realm);
    }

    void writeOriginStateId(ByteBuf out) {
        AvpWriter.unsigned32(out, Avp.ORIGIN_STATE_ID, originStateId);
    }

    boolean isHost(AvpFlyweight destination) {
        return destination.isIdentity(originHostLowerCase);
    }

    boolean isRealm(AvpFlyweight destination) {
        return destination.isIdentity(realmLowerCase);
    }

    String productName() {
        return productName;
    }
}
