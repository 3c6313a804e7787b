package io.ocs.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** An address to listen on or to expect: {@code 127.0.0.1:3868}, {@code [::1]:3868}, {@code ocs.lab:3868}; port 0 = any free one. */
public record HostPort(String host, int port) {

    private static final String WANTED = "an address like 127.0.0.1:3868 or [::1]:3868 is wanted";

    /** @throws IllegalArgumentException saying what is wanted */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(WANTED);
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.contains(":") != bracketed) {
            throw new IllegalArgumentException(WANTED);
        }
        return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port(text.substring(colon + 1)));
    }

    /** As {@link #parse}, where the port may be left out: {@code 127.0.0.1}, {@code [::1]}, {@code ocs.lab}. */
    public static HostPort parse(String text, int defaultPort) {
        boolean named = text.startsWith("[") ? text.contains("]:") : text.contains(":");
        return parse(named ? text : text + ":" + defaultPort);
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(WANTED + ", with a port of 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    /** Whether only this machine can reach it. A name that does not resolve is none. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
