package io.ocs.server.simulation;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.server.simulation.Request.Use;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Network elements: which requests they make, and which ones they may make again. */
final class Traffic {

    private static final int RECENT_MAX = 5;
    private static final int PAST_MAX = 24;
    private static final String POOLED = "p";

    /** A session as its network element sees it. */
    static final class Talk {
        final String id;
        final Kind kind;
        final String identity;
        final boolean multiple;
        final boolean alwaysNamed;
        private long next = 1;
        final Deque<Request> recent = new ArrayDeque<>();

        Talk(String id, Kind kind, String identity, boolean multiple, boolean alwaysNamed) {
            this.id = id;
            this.kind = kind;
            this.identity = identity;
            this.multiple = multiple;
            this.alwaysNamed = alwaysNamed;
        }

        /** Whether only its first request has been made. */
        boolean isNew() {
            return next == 1;
        }

        private Request note(Request request) {
            recent.addLast(request);
            if (recent.size() > RECENT_MAX) {
                recent.removeFirst();
            }
            return request;
        }
    }

    /** Something that has ended, and when. */
    record Past(Request request, long atMs) {}

    final List<Talk> talks = new ArrayList<>();
    final Deque<Past> ended = new ArrayDeque<>();
    final Deque<Past> events = new ArrayDeque<>();
    private final SplittableRandom random;
    private int count;

    Traffic(SplittableRandom random) {
        this.random = random;
    }

    /** Whether the network element of that session knows credit pools. */
    static boolean hasPool(String session) {
        return session.startsWith(POOLED);
    }

    Talk anyTalk() {
        return talks.isEmpty() ? null : talks.get(random.nextInt(talks.size()));
    }

    Request initial(String identity) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        count++;
        Talk talk = new Talk(
                (count % 3 == 0 ? POOLED : "s") + count, kind, identity, random.nextInt(5) > 0, random.nextBoolean());
        talks.add(talk);
        List<Use> uses = talk.multiple ? uses(kind, false, 1 + random.nextInt(3)) : atCommandLevel(-1, asked(kind));
        return talk.note(new Request(RequestType.INITIAL, talk.id, 0, identity, kind, null, talk.multiple, uses));
    }

    Request update(Talk talk) {
        return inSession(talk, RequestType.UPDATE);
    }

    /** The network element forgets the session. */
    Request terminate(Talk talk, long nowMs) {
        talks.remove(talk);
        Request request = inSession(talk, RequestType.TERMINATION);
        remember(ended, request, nowMs);
        return request;
    }

    private Request inSession(Talk talk, RequestType type) {
        List<Use> uses;
        if (talk.multiple) {
            uses = uses(talk.kind, true, random.nextInt(4));
        } else {
            uses = atCommandLevel(used(talk.kind), asked(talk.kind));
        }
        return talk.note(new Request(
                type,
                talk.id,
                talk.next++,
                talk.alwaysNamed ? talk.identity : null,
                talk.kind,
                null,
                talk.multiple && !uses.isEmpty(),
                uses));
    }

    /** Units that are neither used nor asked for cannot be seen there. */
    private static List<Use> atCommandLevel(long used, long asked) {
        return used < 0 && asked < 0 ? List.of() : List.of(Use.units(-1, -1, used, asked));
    }

    private static void remember(Deque<Past> list, Request request, long nowMs) {
        list.addLast(new Past(request, nowMs));
        if (list.size() > PAST_MAX) {
            list.removeFirst();
        }
    }

    private List<Use> uses(Kind kind, boolean used, int number) {
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            long identifier = random.nextInt(4) == 0 ? 7 : -1;
            uses.add(Use.units(group(kind), identifier, used ? used(kind) : -1, asked(kind)));
        }
        return uses;
    }

    private long group(Kind kind) {
        if (random.nextInt(40) == 0) {
            return 99; // some offers have no price for it
        }
        return kind == Kind.DATA ? 1 + random.nextInt(2) : random.nextInt(2) == 0 ? -1 : 1;
    }

    private long scale(Kind kind) {
        return switch (kind) {
            case DATA -> 12_000;
            case VOICE -> 150;
            case SMS -> 3;
        };
    }

    private long used(Kind kind) {
        return switch (random.nextInt(8)) {
            case 0 -> -1;
            case 1 -> 0;
            case 2 -> random.nextLong(1, 40 * scale(kind)); // far more than was granted
            default -> random.nextLong(1, scale(kind));
        };
    }

    private long asked(Kind kind) {
        return switch (random.nextInt(6)) {
            case 0 -> -1;
            case 1 -> 0;
            default -> random.nextLong(1, 2 * scale(kind));
        };
    }

    Request event(String identity, RequestedAction action, int currency, long nowMs) {
        Kind kind = random.nextInt(4) == 0 ? Kind.DATA : Kind.SMS;
        boolean multiple = random.nextInt(3) == 0;
        boolean moves = action == RequestedAction.DIRECT_DEBITING || action == RequestedAction.REFUND_ACCOUNT;
        List<Use> uses = new ArrayList<>();
        int number = multiple ? 1 + random.nextInt(2) : random.nextInt(4) == 0 ? 0 : 1;
        for (int i = 0; i < number; i++) {
            long group = multiple ? group(kind) : -1;
            if (moves && random.nextInt(4) == 0) {
                uses.add(new Use(group, -1, -1, 0, random.nextLong(1, 300_000), currency));
            } else {
                uses.add(Use.units(group, -1, -1, random.nextLong(1, 2 * scale(kind))));
            }
        }
        Request request = new Request(RequestType.EVENT, "e" + ++count, 0, identity, kind, action, multiple, uses);
        if (moves) {
            remember(events, request, nowMs);
        }
        return request;
    }

    /** The same key, other units. */
    static Request changed(Request request) {
        List<Use> uses = new ArrayList<>(request.uses());
        Use first = uses.get(0);
        uses.set(0, Use.units(first.group(), first.identifier(), first.used(), Math.max(0, first.asked()) + 1));
        return new Request(
                request.type(),
                request.session(),
                request.number(),
                request.identity(),
                request.kind(),
                request.action(),
                request.multiple(),
                uses);
    }

    String unknownSession() {
        return "u" + ++count;
    }
}
