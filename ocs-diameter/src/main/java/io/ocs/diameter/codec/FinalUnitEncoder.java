package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.FinalUnit;
import io.ocs.core.RedirectServer;
import java.util.List;

/**
 * Writes Final-Unit-Indication (RFC 8506 §8.34) and, for clients that know it, QoS-Final-Unit-Indication (§8.68) beside it. Filter-Rules of
 * RFC 5777 are not sent: the restrictions that the catalogue has are IPFilterRules and the names of filters. No allocation.
 */
final class FinalUnitEncoder {

    /** AddressFamily of an Address (RFC 6733 §4.3.1). */
    private static final int FAMILY_IPV4 = 1;

    private static final int FAMILY_IPV6 = 2;

    private FinalUnitEncoder() {}

    static void write(FinalUnit unit, boolean extensions, ByteBuf out) {
        if (unit == null) {
            return;
        }
        int group = AvpWriter.begin(out, Avp.FINAL_UNIT_INDICATION);
        AvpWriter.unsigned32(out, Avp.FINAL_UNIT_ACTION, unit.action().ordinal());
        texts(out, Avp.RESTRICTION_FILTER_RULE, unit.filterRules());
        texts(out, Avp.FILTER_ID, unit.filterIds());
        if (unit.redirect() != null) {
            server(unit.redirect(), out);
        }
        AvpWriter.end(out, group);
        if (extensions) {
            writeExtended(unit, out);
        }
    }

    private static void texts(ByteBuf out, int key, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            AvpWriter.utf8(out, key, texts.get(i));
        }
    }

    private static void server(RedirectServer server, ByteBuf out) {
        int group = AvpWriter.begin(out, Avp.REDIRECT_SERVER);
        AvpWriter.unsigned32(out, Avp.REDIRECT_ADDRESS_TYPE, server.type().ordinal());
        AvpWriter.utf8(out, Avp.REDIRECT_SERVER_ADDRESS, server.address());
        AvpWriter.end(out, group);
    }

    private static void writeExtended(FinalUnit unit, ByteBuf out) {
        int group = AvpWriter.begin(out, Avp.QOS_FINAL_UNIT_INDICATION);
        AvpWriter.unsigned32(out, Avp.FINAL_UNIT_ACTION, unit.action().ordinal());
        texts(out, Avp.FILTER_ID, unit.filterIds());
        if (unit.redirect() != null) {
            int extension = AvpWriter.begin(out, Avp.REDIRECT_SERVER_EXTENSION);
            extendedAddress(unit.redirect(), out);
            AvpWriter.end(out, extension);
        }
        AvpWriter.end(out, group);
    }

    private static void extendedAddress(RedirectServer server, ByteBuf out) {
        switch (server.type()) {
            case IPV4 -> ipAddress(FAMILY_IPV4, server, out);
            case IPV6 -> ipAddress(FAMILY_IPV6, server, out);
            case URL -> AvpWriter.utf8(out, Avp.REDIRECT_ADDRESS_URL, server.address());
            case SIP_URI -> AvpWriter.utf8(out, Avp.REDIRECT_ADDRESS_SIP_URI, server.address());
        }
    }

    private static void ipAddress(int family, RedirectServer server, ByteBuf out) {
        int avp = AvpWriter.begin(out, Avp.REDIRECT_ADDRESS_IPADDRESS);
        out.writeShort(family);
        for (int i = 0; i < server.octetCount(); i++) {
            out.writeByte(server.octet(i));
        }
        AvpWriter.endOctets(out, avp);
    }
}
