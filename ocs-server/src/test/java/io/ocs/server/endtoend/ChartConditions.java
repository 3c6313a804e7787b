package io.ocs.server.endtoend;

import static io.ocs.server.endtoend.GyRequest.join;
import static io.ocs.server.endtoend.GyRequest.text;
import static io.ocs.server.endtoend.GyRequest.tgpp;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What the words of a chart say of a request in the words of 3GPP: conditions of rating, and advice of charge. */
final class ChartConditions {
    private static final List<String> ADVICE = List.of("none", "full", "cost", "tariff");
    private static final List<String> SUBSCRIPTIONS = List.of("none", "setup", "during", "end");

    private ChartConditions() {}

    /**
     * {@code aoc=full}, {@code aoc-services=setup,end}: AoC-Request-Type, and the subscription to advice of charge; {@code apn=internet rat=6 network=26201}:
     * PS-Information; {@code called=+4917…}: IMS-Information.
     */
    static byte[] request(ChartWords line) {
        byte[] advice = line.value("aoc")
                .map(asked -> tgpp(2055, u32(ADVICE.indexOf(asked))))
                .orElse(new byte[0]);
        byte[] information = join(
                packets(line),
                line.value("called")
                        .map(number -> tgpp(876, tgpp(832, number.getBytes(UTF_8))))
                        .orElse(new byte[0]),
                line.value("aoc-services").map(ChartConditions::subscription).orElse(new byte[0]));
        return join(advice, information.length == 0 ? new byte[0] : tgpp(873, information));
    }

    private static byte[] packets(ChartWords line) {
        byte[] members = join(
                line.value("apn").map(apn -> text(30, apn)).orElse(new byte[0]),
                line.value("network")
                        .map(digits -> tgpp(18, digits.getBytes(UTF_8)))
                        .orElse(new byte[0]),
                line.value("rat")
                        .map(type -> tgpp(21, new byte[] {Byte.parseByte(type)}))
                        .orElse(new byte[0]));
        return members.length == 0 ? members : tgpp(874, members);
    }

    private static byte[] subscription(String services) {
        byte[][] each = Arrays.stream(services.split(","))
                .map(service -> tgpp(2311, tgpp(2313, u32(SUBSCRIPTIONS.indexOf(service)))))
                .toArray(byte[][]::new);
        return tgpp(2054, tgpp(2314, join(each)));
    }

    /** {@code reason=6}: Reporting-Reason of a service; {@code qos=9}: its QoS-Information. */
    static byte[] service(List<String> words) {
        return join(
                ChartWords.value(words, "reason")
                        .map(reason -> tgpp(872, u32(Integer.parseInt(reason))))
                        .orElse(new byte[0]),
                ChartWords.value(words, "qos")
                        .map(type -> tgpp(1016, tgpp(1028, u32(Integer.parseInt(type)))))
                        .orElse(new byte[0]));
    }

    private static byte[] u32(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
