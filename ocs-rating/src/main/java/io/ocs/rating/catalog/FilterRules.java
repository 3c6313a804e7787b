package io.ocs.rating.catalog;

import io.ocs.core.RedirectServer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of an IPFilterRule (RFC 6733 §4.3.1): {@code action dir proto from src to dst [options]}. What it filters is the access device's to
 * know; a rule without that form would be dropped there, or worse.
 */
final class FilterRules {

    private static final int LENGTH_MAX = 240;
    private static final int RULE_WORDS_MIN = 7;
    private static final Pattern ACTION = Pattern.compile("permit|deny");
    private static final Pattern DIRECTION = Pattern.compile("in|out");
    private static final Pattern PROTOCOL = Pattern.compile("ip|\\d{1,3}");
    private static final Pattern IPV4 =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(/\\d{1,2})?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/\\d{1,3})?");
    private static final Pattern PORTS = Pattern.compile("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*");
    private static final Pattern FILTER_ID = Pattern.compile("[\\x21-\\x7e]{1,240}");
    /** Options that stand alone, and those that one word follows. */
    private static final List<String> OPTIONS = List.of("frag", "established", "setup");

    private static final List<String> OPTIONS_WITH_VALUE = List.of("ipoptions", "tcpoptions", "tcpflags", "icmptypes");

    private FilterRules() {}

    /** A rule, its words one space apart. */
    static String rule(String text) {
        List<String> words = Arrays.asList(text.trim().split("\\s+"));
        String problem =
                text.length() > LENGTH_MAX ? "it is longer than " + LENGTH_MAX + " characters" : problem(words);
        if (problem != null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no filter rule such as 'permit out ip from 192.0.2.1" + " to any': " + problem);
        }
        return String.join(" ", words);
    }

    /** The name of a filter that the access device has. */
    static String id(String text) {
        if (!FILTER_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no filter id: 1 to 240 ASCII characters, no space");
        }
        return text;
    }

    private static String problem(List<String> words) {
        if (words.size() < RULE_WORDS_MIN) {
            return "it has fewer than " + RULE_WORDS_MIN + " words";
        }
        if (!ACTION.matcher(words.get(0)).matches()) {
            return "it begins with permit or deny";
        }
        if (!DIRECTION.matcher(words.get(1)).matches()) {
            return "the second word is in or out";
        }
        if (!isProtocol(words.get(2))) {
            return "the third word is ip or a protocol number, 0 to 255";
        }
        if (!words.get(3).equals("from") || !isAddress(words.get(4))) {
            return "an address, any or assigned follows 'from'";
        }
        return problemBehindSource(words);
    }

    private static String problemBehindSource(List<String> words) {
        int at = isPorts(words.get(5)) ? 6 : 5;
        if (!words.get(at).equals("to") || at + 1 == words.size() || !isAddress(words.get(at + 1))) {
            return "an address, any or assigned follows 'to'";
        }
        at += 2;
        if (at < words.size() && isPorts(words.get(at))) {
            at++;
        }
        while (at < words.size()) {
            if (OPTIONS.contains(words.get(at))) {
                at++;
            } else if (OPTIONS_WITH_VALUE.contains(words.get(at)) && at + 1 < words.size()) {
                at += 2;
            } else {
                return "'" + words.get(at) + "' is no option";
            }
        }
        return null;
    }

    private static boolean isProtocol(String word) {
        return PROTOCOL.matcher(word).matches() && (word.equals("ip") || Integer.parseInt(word) <= 255);
    }

    private static boolean isPorts(String word) {
        return PORTS.matcher(word).matches()
                && Arrays.stream(word.split("[-,]")).allMatch(port -> Integer.parseInt(port) <= 65_535);
    }

    private static boolean isIpv6(String text) {
        try {
            return RedirectServer.parse(text).type() == RedirectServer.Type.IPV6;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code any}, {@code assigned}, or an IP address with or without a length of prefix; {@code !} before it is its opposite. */
    private static boolean isAddress(String word) {
        String address = word.startsWith("!") ? word.substring(1) : word;
        if (address.equals("any") || address.equals("assigned")) {
            return true;
        }
        String[] parts = address.split("/", 2);
        if (IPV4.matcher(address).matches()) {
            return Arrays.stream(parts[0].split("\\.")).allMatch(octet -> Integer.parseInt(octet) <= 255)
                    && (parts.length == 1 || Integer.parseInt(parts[1]) <= 32);
        }
        return IPV6.matcher(address).matches()
                && isIpv6(parts[0])
                && (parts.length == 1 || Integer.parseInt(parts[1]) <= 128);
    }
}
