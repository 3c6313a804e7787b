package io.ocs.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Redirect-Server (RFC 8506 §8.37): where a subscriber without credit is sent. Immutable.
 */
public final class RedirectServer {

    /** Redirect-Address-Type (RFC 8506 §8.38); the ordinal is the number on the wire. */
    public enum Type {
        IPV4,
        IPV6,
        URL,
        SIP_URI
    }

    private static final int LENGTH_MAX = 240;
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern URL = Pattern.compile("https?://[\\x21-\\x7e]+");
    private static final Pattern SIP_URI = Pattern.compile("sips?:[\\x21-\\x7e]+");
    private static final int GROUPS = 8;

    private final Type type;
    private final String address;
    /** Of an IP address its octets, else null. */
    private final byte[] octets;

    private RedirectServer(Type type, String address, byte[] octets) {
        this.type = type;
        this.address = address;
        this.octets = octets;
    }

    /**
     * Reads an address in any of the four forms; an IPv6 address gets the form of RFC 5952.
     *
     * @throws IllegalArgumentException if it has none of them, or more than 240 characters
     */
    public static RedirectServer parse(String text) {
        if (text.length() <= LENGTH_MAX) {
            if (URL.matcher(text).matches()) {
                return new RedirectServer(Type.URL, text, null);
            }
            if (SIP_URI.matcher(text).matches()) {
                return new RedirectServer(Type.SIP_URI, text, null);
            }
            byte[] octets = IPV4.matcher(text).matches()
                    ? ipv4(text)
                    : IPV6.matcher(text).matches() ? ipv6(text) : null;
            if (octets != null) {
                return octets.length == 4
                        ? new RedirectServer(Type.IPV4, dotted(octets), octets)
                        : new RedirectServer(Type.IPV6, rfc5952(octets), octets);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no http or https URL, SIP URI, IPv4 or IPv6 address"
                + " of at most " + LENGTH_MAX + " ASCII characters");
    }

    /** Null if a number is beyond 255. */
    private static byte[] ipv4(String literal) {
        String[] numbers = literal.split("\\.");
        byte[] octets = new byte[numbers.length];
        for (int i = 0; i < octets.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            if (number > 255) {
                return null;
            }
            octets[i] = (byte) number;
        }
        return octets;
    }

    /** Null if it is none, or an IPv4 address in the clothes of one. What has a colon is never looked up as a name. */
    private static byte[] ipv6(String literal) {
        try {
            byte[] octets = InetAddress.getByName(literal).getAddress();
            return octets.length == 16 ? octets : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String dotted(byte[] octets) {
        return (octets[0] & 255) + "." + (octets[1] & 255) + "." + (octets[2] & 255) + "." + (octets[3] & 255);
    }

    /** Groups without leading zeros, in small letters; the longest run of two or more zero groups, the first of equals, is {@code ::}. */
    private static String rfc5952(byte[] octets) {
        int from = -1;
        int length = 1;
        for (int start = 0; start < GROUPS; start++) {
            int run = 0;
            while (start + run < GROUPS && group(octets, start + run) == 0) {
                run++;
            }
            if (run > length) {
                from = start;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(octets, i)));
        }
        return text.toString();
    }

    private static int group(byte[] octets, int index) {
        return (octets[2 * index] & 255) << 8 | (octets[2 * index + 1] & 255);
    }

    public Type type() {
        return type;
    }

    /** Redirect-Server-Address as text, ASCII. */
    public String address() {
        return address;
    }

    /** Number of octets of the IP address: 4, 16, or 0 if it is none. */
    public int octetCount() {
        return octets == null ? 0 : octets.length;
    }

    /** An octet of the IP address. */
    public byte octet(int index) {
        return octets[index];
    }

    @Override
    public String toString() {
        return address;
    }
}
