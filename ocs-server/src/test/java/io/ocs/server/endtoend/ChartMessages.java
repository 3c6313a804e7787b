package io.ocs.server.endtoend;

import static io.ocs.server.endtoend.GyRequest.REALM;
import static io.ocs.server.endtoend.GyRequest.avp;
import static io.ocs.server.endtoend.GyRequest.join;
import static io.ocs.server.endtoend.GyRequest.number;
import static io.ocs.server.endtoend.GyRequest.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Messages as the words of a chart, and back: octet by octet, without the codec of the server. */
final class ChartMessages {
    static final int CREDIT_CONTROL = 272;
    static final int RE_AUTH = 258;
    static final int ABORT_SESSION = 274;
    private static final String TYPES = "IUTE";
    private static final Map<String, String> CONTEXTS = Map.of(
            "data", "32251@3gpp.org",
            "voice", "32260@3gpp.org",
            "mms", "32270@3gpp.org",
            "sms", "32274@3gpp.org",
            "event", "games@example.com");
    private static final List<String> ACTIONS =
            List.of("direct-debiting", "refund-account", "check-balance", "price-enquiry");
    private static final List<String> FINAL_ACTIONS = List.of("terminate", "redirect", "restrict-access");
    private static final List<String> UNIT_TYPES = List.of("time", "money", "total", "in", "out", "units");
    private static final int TERMINATION = 3;

    private ChartMessages() {}

    /** Who sends: what the lines of one client have in common. */
    record Sender(String originHost, String sessionId, String subscriber, String context) {}

    /** CC-Request-Type of {@code CCR-I}, {@code CCR-U}, {@code CCR-T} or {@code CCR-E}. */
    static int type(String name) {
        return TYPES.indexOf(name.charAt(name.length() - 1)) + 1;
    }

    /** The body of the CCR of these words: {@code CCR-U 1 [rg=1 rsu=total:1000 usu=total:1000]}. */
    static byte[] creditControl(ChartWords line, Sender sender) {
        int type = type(line.word(0));
        List<byte[]> avps = new ArrayList<>(List.of(
                text(263, sender.sessionId()),
                text(264, sender.originHost()),
                text(296, REALM),
                text(283, REALM),
                number(258, 4),
                text(461, CONTEXTS.get(sender.context())),
                number(416, type),
                number(415, Long.parseLong(line.word(1))),
                avp(443, join(number(450, 0), text(444, sender.subscriber())))));
        line.value("action").ifPresent(action -> avps.add(number(436, ACTIONS.indexOf(action))));
        if (type == TERMINATION) {
            avps.add(number(295, 1));
        }
        if (line.has("several-services")) {
            avps.add(number(455, 1));
        }
        avps.add(ChartConditions.request(line));
        avps.add(units(line.words()));
        line.groups().forEach(group -> avps.add(avp(456, requested(group))));
        return join(avps.toArray(byte[][]::new));
    }

    private static byte[] requested(List<String> words) {
        return join(
                units(words),
                ChartConditions.service(words),
                join(words.stream()
                        .filter(word -> word.startsWith("sid="))
                        .map(word -> number(439, Long.parseLong(word.substring("sid=".length()))))
                        .toArray(byte[][]::new)),
                ChartWords.value(words, "rg")
                        .map(id -> number(432, Long.parseLong(id)))
                        .orElse(new byte[0]));
    }

    /** {@code rsu} alone is an empty Requested-Service-Unit. */
    private static byte[] units(List<String> words) {
        Optional<String> requested = words.contains("rsu") ? Optional.of("") : ChartWords.value(words, "rsu");
        return join(
                requested.map(units -> avp(437, ChartUnits.members(units))).orElse(new byte[0]),
                join(words.stream()
                        .filter(word -> word.startsWith("usu="))
                        .map(word -> avp(446, ChartUnits.members(word.substring("usu=".length()))))
                        .toArray(byte[][]::new)),
                ChartWords.value(words, "usu-before")
                        .map(units -> avp(446, join(ChartUnits.members(units), number(452, 0))))
                        .orElse(new byte[0]),
                ChartWords.value(words, "usu-after")
                        .map(units -> avp(446, join(ChartUnits.members(units), number(452, 1))))
                        .orElse(new byte[0]));
    }

    /** An RAA or ASA with this Result-Code. */
    static byte[] answer(DiameterMessage request, String originHost, int resultCode) {
        byte[] body =
                join(text(263, request.text(263)), number(268, resultCode), text(264, originHost), text(296, REALM));
        return GyRequest.message(0x40, request.command(), 4, request.hopByHop(), request.endToEnd(), body);
    }

    /** What a message of the server says, in words. */
    static ChartWords words(DiameterMessage message) {
        List<String> words = new ArrayList<>();
        List<List<String>> groups = new ArrayList<>();
        switch (message.command()) {
            case RE_AUTH -> {
                words.add("RAR");
                words.add(message.number(285) == 0 ? "authorize-only" : "authorize-authenticate");
            }
            case ABORT_SESSION -> words.add("ASR");
            case CREDIT_CONTROL -> creditControlAnswer(message, words, groups);
            default -> words.add("command " + message.command());
        }
        return new ChartWords(words, groups);
    }

    private static void creditControlAnswer(DiameterMessage message, List<String> words, List<List<String>> groups) {
        words.add("CCA-" + (message.has(416) ? TYPES.charAt((int) message.number(416) - 1) : '?'));
        words.add(message.has(415) ? Long.toString(message.number(415)) : "?");
        words.addAll(service(message.avps()));
        if (message.isError()) {
            words.add("error");
        }
        if (message.has(423)) {
            words.add("cost="
                    + ChartUnits.amount(
                            DiameterMessage.find(message.avps(), 423).members()));
        }
        if (message.has(422)) {
            words.add(message.number(422) == 0 ? "enough-credit" : "no-credit");
        }
        if (message.has(279)) {
            words.add("failed-avp");
        }
        words.addAll(ChartAdvice.words(message.avps()));
        message.all(456).forEach(mscc -> groups.add(service(mscc.members())));
    }

    private static List<String> service(List<DiameterMessage.Avp> avps) {
        List<String> words = new ArrayList<>();
        for (DiameterMessage.Avp avp : avps) {
            switch (avp.code()) {
                case 432 -> words.add("rg=" + avp.number());
                case 439 -> words.add("sid=" + avp.number());
                case 268 -> words.add(Long.toString(avp.number()));
                case 431 -> words.add("gsu=" + ChartUnits.text(avp.members()));
                case 448 -> words.add("validity=" + avp.number());
                case 452 -> words.add(avp.number() == 0 ? "before" : "after");
                case 457 -> words.add("pool=" + pool(avp.members()));
                case 430 -> words.add("final=" + finalUnits(avp.members()));
                default -> {
                    // thresholds and what a message has in any case: other tests look at them
                }
            }
        }
        return words;
    }

    /** Identifier, unit and multiplier: {@code 1,total*0.000009}. */
    private static String pool(List<DiameterMessage.Avp> members) {
        DiameterMessage.Avp exponent = DiameterMessage.find(members, 445, 429);
        BigDecimal multiplier = BigDecimal.valueOf(
                DiameterMessage.find(members, 445, 447).number(), exponent == null ? 0 : -(int) exponent.number());
        return DiameterMessage.find(members, 453).number() + ","
                + UNIT_TYPES.get((int) DiameterMessage.find(members, 454).number()) + "*" + multiplier.toPlainString();
    }

    private static String finalUnits(List<DiameterMessage.Avp> members) {
        String action =
                FINAL_ACTIONS.get((int) DiameterMessage.find(members, 449).number());
        DiameterMessage.Avp address = DiameterMessage.find(members, 434, 435);
        String restrictions = members.stream()
                .filter(avp -> avp.code() == 438 || avp.code() == 11)
                .map(avp -> ";" + avp.text().replace(' ', '_'))
                .collect(Collectors.joining());
        return (address == null ? action : action + ":" + address.text()) + restrictions;
    }
}
