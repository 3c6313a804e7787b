package io.ocs.server.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A credit-control record (type 1): its head, and the services inside it. Offsets as in {@code docs/JOURNAL_FORMAT.md}. */
record CreditControlBody(Body body) {
    private static final int CLOSED = 2;
    private static final int EVENT = 4;
    private static final int SUPERVISED = 8;
    private static final String[] TYPES = {"", "INITIAL", "UPDATE", "TERMINATION", "EVENT"};
    private static final String[] SUBSCRIPTIONS = {"e164", "imsi", "sip-uri", "nai", "private"};
    private static final int STRINGS = 136;
    private static final int STRING_COUNT = 7;

    /** A bucket and an amount: taken, or reserved. */
    record Part(int bucket, int kind, long amount, long balanceAfter) {}

    /** One service. */
    record Service(Body body) {
        private static final int LISTS = 200;
        private static final int DEBIT = 40;
        private static final int RESERVATION = 16;
        private static final int TARIFF_CHANGE = 1 << 4;
        private static final int POOL_DRAW = 1 << 6;
        private static final int DRAW = 24;

        int length() {
            return body.i32(0);
        }

        int result() {
            return body.i32(24);
        }

        /** 0 to 255, or -1. */
        int qosClass() {
            return (body.i32(4) >>> 16 & 0x1ff) - 1;
        }

        int catalogAge() {
            return body.u8(34);
        }

        long granted() {
            return body.i64(56);
        }

        String service() {
            return Charge.service(body.i64(8), body.i64(16));
        }

        int unit() {
            return body.u8(28);
        }

        long units() {
            return body.i64(48);
        }

        long micros() {
            return body.i64(88);
        }

        long recordNumber() {
            return body.i64(168);
        }

        List<Long> used() {
            List<Long> used = new ArrayList<>();
            for (int kind = 0; kind < Assets.KIND_COUNT; kind++) {
                used.add(body.i64(120 + 8 * kind));
            }
            return used;
        }

        List<Part> debits() {
            List<Part> debits = new ArrayList<>();
            for (int i = 0; i < body.u8(31); i++) {
                int at = LISTS + i * DEBIT;
                debits.add(new Part(body.i32(at), body.u8(at + 4), body.i64(at + 8), body.i64(at + 32)));
            }
            return debits;
        }

        /** Other services of the session, and what each of them holds from now on, because this one was used beyond what it held. */
        Map<String, List<Part>> draws() {
            Map<String, List<Part>> draws = new LinkedHashMap<>();
            if ((body.i32(4) & POOL_DRAW) == 0) {
                return draws;
            }
            int name = LISTS + body.u8(31) * DEBIT + body.u8(32) * RESERVATION;
            int at = (name + 1 + body.u8(name) + 7 & ~7) + ((body.i32(4) & TARIFF_CHANGE) == 0 ? 0 : Long.BYTES);
            long count = body.i64(at);
            at += Long.BYTES;
            for (long i = 0; i < count; i++) {
                String service = Charge.service(body.i64(at), body.i64(at + 8));
                long parts = body.i64(at + 16);
                at += DRAW;
                List<Part> holds = new ArrayList<>();
                for (long part = 0; part < parts; part++) {
                    holds.add(new Part(body.i32(at), 0, body.i64(at + 8), 0));
                    at += RESERVATION;
                }
                draws.put(service, holds);
            }
            return draws;
        }

        List<Part> reservations() {
            List<Part> reservations = new ArrayList<>();
            for (int i = 0; i < body.u8(32); i++) {
                int at = LISTS + body.u8(31) * DEBIT + i * RESERVATION;
                reservations.add(new Part(body.i32(at), 0, body.i64(at + 8), 0));
            }
            return reservations;
        }
    }

    int flags() {
        return body.i32(0);
    }

    /** 0 for the side of the caller, 1 for that of the called party, -1 for none. */
    int direction() {
        return (body.i32(0) >>> 8 & 3) - 1;
    }

    int result() {
        return body.i32(96);
    }

    long subscriber() {
        return body.i64(32);
    }

    boolean isClosed() {
        return (body.i32(0) & CLOSED) != 0;
    }

    boolean isEvent() {
        return (body.i32(0) & EVENT) != 0;
    }

    boolean isSupervised() {
        return (body.i32(0) & SUPERVISED) != 0;
    }

    long receivedMs() {
        return body.i64(72);
    }

    long account() {
        return body.i64(24);
    }

    long offerKey() {
        return body.i64(40);
    }

    int currency() {
        return body.i32(104);
    }

    String session() {
        return body.string(STRINGS);
    }

    SessionKey sessionKey() {
        return new SessionKey(body.i64(8), body.i64(16));
    }

    /** Session-Id, Service-Context-Id, Origin-Host, called, calling, APN, visited network: as many as there are. */
    List<String> strings() {
        List<String> strings = new ArrayList<>();
        int at = STRINGS;
        for (int i = 0; i < STRING_COUNT; i++) {
            strings.add(body.string(at));
            at += 1 + body.u8(at);
        }
        return strings;
    }

    /** Subscription-Ids as {@code type:data}. */
    List<String> subscriptions() {
        int at = STRINGS;
        for (int i = 0; i < STRING_COUNT; i++) {
            at += 1 + body.u8(at);
        }
        List<String> subscriptions = new ArrayList<>();
        int count = body.u8(at);
        at++;
        for (int i = 0; i < count; i++) {
            subscriptions.add(subscription(body.u8(at), body.string(at + 1)));
            at += 2 + body.u8(at + 1);
        }
        return subscriptions;
    }

    static String subscription(int type, String data) {
        return (type < SUBSCRIPTIONS.length ? SUBSCRIPTIONS[type] : "type-" + type) + ":" + data;
    }

    String type() {
        return TYPES[body.u8(4)];
    }

    long number() {
        return Integer.toUnsignedLong(body.i32(48));
    }

    int catalogVersion() {
        return body.i32(52);
    }

    List<Service> services() {
        List<Service> services = new ArrayList<>();
        int at = (STRINGS + body.i32(124) + 7) & ~7;
        for (int i = 0; i < body.i16(110); i++) {
            Service service = new Service(body.from(at));
            services.add(service);
            at += service.length();
        }
        return services;
    }
}
