package io.ocs.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** A block of IP addresses in CIDR form: {@code 10.0.0.0/8}, {@code fd00::/8}. Immutable. */
public final class Network {
    private static final String WANTED = "a network like 10.0.0.0/8 or fd00::/8 is wanted";

    private final byte[] address;
    private final int prefixLength;
    private final String text;

    private Network(byte[] address, int prefixLength, String text) {
        this.address = address;
        this.prefixLength = prefixLength;
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is wanted */
    public static Network parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2
                || !parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                || !parts[1].matches("\\d{1,3}")) {
            throw new IllegalArgumentException(WANTED);
        }
        byte[] address = literal(parts[0]);
        int prefixLength = Integer.parseInt(parts[1]);
        if (prefixLength > 8 * address.length) {
            throw new IllegalArgumentException(WANTED + ", with a prefix of 0 to " + 8 * address.length);
        }
        return new Network(address, prefixLength, text);
    }

    private static byte[] literal(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(WANTED, e);
        }
    }

    /** Whether the address lies in this block; an address of the other IP version never does. */
    public boolean contains(InetAddress other) {
        byte[] octets = other.getAddress();
        return octets.length == address.length && sameWholeOctets(octets) && sameRemainingBits(octets);
    }

    private boolean sameWholeOctets(byte[] octets) {
        int whole = prefixLength / 8;
        return Arrays.equals(octets, 0, whole, address, 0, whole);
    }

    private boolean sameRemainingBits(byte[] octets) {
        int bits = prefixLength % 8;
        int at = prefixLength / 8;
        return bits == 0 || ((octets[at] ^ address[at]) & 0xff) >> (8 - bits) == 0;
    }

    /** Whether every address of the block is a loopback address. */
    public boolean isLoopback() {
        return address.length == 4
                ? prefixLength >= 8 && address[0] == 127
                : prefixLength == 128 && Network.parse("::1/128").contains(inet());
    }

    private InetAddress inet() {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(HexFormat.of().formatHex(address), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network
                && prefixLength == network.prefixLength
                && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + prefixLength;
    }

    @Override
    public String toString() {
        return text;
    }
}
