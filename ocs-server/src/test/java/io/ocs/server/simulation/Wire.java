package io.ocs.server.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.RequestType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Diameter as a network element writes and reads it, knowing nothing of the server's codec (RFC 6733, RFC 8506). */
final class Wire {

    static final String REALM = "example.com";
    private static final int HEADER = 20;

    private Wire() {}

    /** The whole CCR; header identifiers and T flag are set by {@link #address}. */
    static byte[] encode(Request request) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(256);
        put(body, 263, request.session().getBytes(UTF_8));
        put(body, 264, "element.example.com".getBytes(UTF_8));
        put(body, 296, REALM.getBytes(UTF_8));
        put(body, 283, REALM.getBytes(UTF_8));
        put(body, 258, word(4));
        put(body, 461, request.kind().context.getBytes(UTF_8));
        put(body, 416, word(request.type().value()));
        put(body, 415, word(request.number()));
        if (request.action() != null) {
            put(body, 436, word(request.action().ordinal()));
        }
        if (request.identity() != null) {
            int type = ModelCharging.identity(request.identity()).type().ordinal();
            put(
                    body,
                    443,
                    join(avp(450, word(type)), avp(444, request.identity().getBytes(UTF_8))));
        }
        if (request.type() == RequestType.TERMINATION) {
            put(body, 295, word(1));
        }
        for (Request.Use use : request.uses()) {
            if (request.multiple()) {
                put(body, 456, use(request.kind(), use));
            } else {
                body.writeBytes(use(request.kind(), use));
            }
        }
        int length = HEADER + body.size();
        return ByteBuffer.allocate(length)
                .putInt((1 << 24) | length)
                .putInt((0xc0 << 24) | 272)
                .putInt(4)
                .putLong(0)
                .put(body.toByteArray())
                .array();
    }

    /** The same message under other identifiers, with or without the T flag. */
    static byte[] address(byte[] message, boolean again, int hopByHop, int endToEnd) {
        byte[] copy = message.clone();
        ByteBuffer.wrap(copy)
                .put(4, (byte) (again ? 0xd0 : 0xc0))
                .putInt(12, hopByHop)
                .putInt(16, endToEnd);
        return copy;
    }

    private static byte[] use(Kind kind, Request.Use use) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        if (use.identifier() >= 0) {
            put(out, 439, word(use.identifier()));
        }
        if (use.group() >= 0) {
            put(out, 432, word(use.group()));
        }
        if (use.money() >= 0) {
            byte[] value = avp(445, join(avp(447, longWord(use.money())), avp(429, word(-6))));
            put(out, 437, avp(413, join(value, avp(425, word(use.currency())))));
        } else if (use.asked() >= 0) {
            put(out, 437, use.asked() == 0 ? new byte[0] : units(kind, use.asked()));
        }
        if (use.used() >= 0) {
            put(out, 446, units(kind, use.used()));
        }
        return out.toByteArray();
    }

    private static byte[] units(Kind kind, long amount) {
        return avp(kind.avp, kind == Kind.VOICE ? word(amount) : longWord(amount));
    }

    private static byte[] word(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }

    private static byte[] longWord(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private static byte[] avp(int code, byte[] data) {
        int length = 8 + data.length;
        return ByteBuffer.allocate((length + 3) & ~3)
                .putInt(code)
                .putInt((0x40 << 24) | length)
                .put(data)
                .array();
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static void put(ByteArrayOutputStream out, int code, byte[] data) {
        out.writeBytes(avp(code, data));
    }

    static int hopByHop(byte[] message) {
        return ByteBuffer.wrap(message).getInt(12);
    }

    static int endToEnd(byte[] message) {
        return ByteBuffer.wrap(message).getInt(16);
    }

    /**
     * The answer without the identifiers that belong to one sending, nor what a unit counts in a credit pool, which a repeat is told by the catalogue of
     * now: octets to compare.
     */
    static byte[] content(byte[] answer) {
        ByteBuffer in = ByteBuffer.wrap(answer);
        ByteArrayOutputStream content = new ByteArrayOutputStream(answer.length);
        content.write(answer, 4, 8);
        for (int at = HEADER; at < answer.length; at = next(in, at)) {
            if (in.getInt(at) != 456) {
                content.write(answer, at, next(in, at) - at);
                continue;
            }
            content.write(answer, at, 5);
            for (int member = at + 8; member < at + length(in, at); member = next(in, member)) {
                if (in.getInt(member) != 457) {
                    content.write(answer, member, next(in, member) - member);
                }
            }
        }
        return content.toByteArray();
    }

    /** The answer as the model spells it: {@code 2001 [1/-1 2001 5000 v600 last] cost 12}. */
    static String text(byte[] answer, boolean multiple) {
        ByteBuffer in = ByteBuffer.wrap(answer);
        Answer read = new Answer();
        StringBuilder grants = new StringBuilder();
        for (int at = HEADER; at < answer.length; at = next(in, at)) {
            if (in.getInt(at) == 456) {
                grants.append(' ').append(Grant.of(in, at).text());
            } else {
                read.member(in, at);
            }
        }
        if (!multiple && read.grant.units >= 0) {
            grants.append(" [").append(read.grant.units("")).append(']');
        }
        return read.code + grants.toString() + read.end();
    }

    static int code(byte[] answer) {
        ByteBuffer in = ByteBuffer.wrap(answer);
        for (int at = HEADER; at < answer.length; at = next(in, at)) {
            if (in.getInt(at) == 268) {
                return in.getInt(at + 8);
            }
        }
        throw new Violation(Invariant.CHARGED_RIGHT, "an answer without Result-Code");
    }

    private static int next(ByteBuffer in, int at) {
        return at + ((length(in, at) + 3) & ~3);
    }

    private static int length(ByteBuffer in, int at) {
        return in.getInt(at + 4) & 0xffffff;
    }

    /** The AVP of a code inside a group, or -1. */
    private static int find(ByteBuffer in, int group, int code) {
        for (int at = group + 8; at < group + length(in, group); at = next(in, at)) {
            if (in.getInt(at) == code) {
                return at;
            }
        }
        return -1;
    }

    /** What stands at command level. */
    private static final class Answer {
        private final Grant grant = new Grant();
        private int code;
        private Long cost;
        private int check = -1;

        void member(ByteBuffer in, int at) {
            switch (in.getInt(at)) {
                case 268 -> code = in.getInt(at + 8);
                case 423 -> cost = micros(in, at);
                case 422 -> check = in.getInt(at + 8);
                default -> grant.member(in, at);
            }
        }

        String end() {
            return (cost == null ? "" : " cost " + cost) + (check < 0 ? "" : check == 0 ? " enough" : " not enough");
        }
    }

    private static long micros(ByteBuffer in, int money) {
        int value = find(in, money, 445);
        int digits = find(in, value, 447);
        int exponent = find(in, value, 429);
        long micros = in.getLong(digits + 8);
        for (int power = exponent < 0 ? 0 : in.getInt(exponent + 8); power > -6; power--) {
            micros *= 10;
        }
        return micros;
    }

    private static final class Grant {
        private long group = -1;
        private long identifier = -1;
        private int code;
        private long units = -1;
        private long validityS;
        private boolean last;

        static Grant of(ByteBuffer in, int mscc) {
            Grant grant = new Grant();
            for (int at = mscc + 8; at < mscc + length(in, mscc); at = next(in, at)) {
                grant.member(in, at);
            }
            return grant;
        }

        void member(ByteBuffer in, int at) {
            switch (in.getInt(at)) {
                case 432 -> group = in.getInt(at + 8);
                case 439 -> identifier = in.getInt(at + 8);
                case 268 -> code = in.getInt(at + 8);
                case 448 -> validityS = in.getInt(at + 8);
                case 430 -> last = true;
                case 431 -> units = units(in, at);
                default -> {
                    // an echo, or something for people
                }
            }
        }

        private static long units(ByteBuffer in, int granted) {
            int unit = granted + 8;
            return switch (in.getInt(unit)) {
                case 420 -> in.getInt(unit + 8);
                case 413 -> micros(in, unit);
                default -> in.getLong(unit + 8);
            };
        }

        String units(String separator) {
            return units < 0 ? "" : separator + units + " v" + validityS + (last ? " last" : "");
        }

        String text() {
            return "[" + group + "/" + identifier + " " + code + units(" ") + "]";
        }
    }
}
