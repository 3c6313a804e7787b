package io.ocs.server.simulation;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionId;
import io.ocs.server.simulation.Books.Account;
import io.ocs.server.simulation.Books.Kept;
import io.ocs.server.simulation.Books.Outcome;
import io.ocs.server.simulation.Books.Service;
import io.ocs.server.simulation.Books.ServiceKey;
import io.ocs.server.simulation.Books.Session;
import io.ocs.server.simulation.Books.Subscriber;
import io.ocs.server.simulation.PriceList.Rate;
import io.ocs.server.simulation.Request.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the model answers to a credit-control request, and what that does to the books. */
final class ModelCharging {

    private static final long HOUR_MS = 3_600_000;
    private static final long EVENT_WINDOW_MS = 24 * HOUR_MS;
    private static final long SESSION_WINDOW_MS = HOUR_MS / 6;
    private static final long SHARED_VALIDITY_S = 60;

    private final Books books;

    ModelCharging(Books books) {
        this.books = books;
    }

    /** Answers the request and changes the books. {@code again}: the T flag is set. */
    Verdict decide(Request request, boolean again) {
        return request.isEvent() ? event(request) : session(request, again);
    }

    static SubscriptionId identity(String digits) {
        return digits.startsWith("00101") ? SubscriptionId.imsi(digits) : SubscriptionId.e164(digits);
    }

    private Subscriber subscriber(Request request) {
        return request.identity() == null ? null : books.directory.get(identity(request.identity()));
    }

    private Verdict session(Request request, boolean again) {
        Session session = books.sessions.get(request.session());
        if (session == null) {
            return idle(request);
        }
        Kept kept = session.answerTo(request);
        if (kept != null) {
            return kept.request.equals(request) ? Verdict.again(kept) : Verdict.refused(5012);
        }
        return switch (request.type()) {
            case INITIAL, EVENT -> Verdict.refused(5012);
            case UPDATE ->
                session.mayHaveForgotten(request.number())
                        ? Verdict.refused(5012)
                        : charge(session, request, session.subscriber.denial() == 0);
            case TERMINATION -> terminate(session, request, again);
        };
    }

    private Verdict idle(Request request) {
        Outcome ended = books.outcome(request.session());
        return switch (request.type()) {
            case INITIAL -> ended == null ? open(request) : Verdict.refused(5012);
            case UPDATE -> Verdict.refused(5002);
            case TERMINATION ->
                ended != null && request.equals(ended.answer().request)
                        ? Verdict.again(ended.answer())
                        : Verdict.refused(2001);
            case EVENT -> throw new IllegalArgumentException("an event has no session");
        };
    }

    private Verdict open(Request request) {
        Subscriber subscriber = subscriber(request);
        if (subscriber == null) {
            return Verdict.refused(5030);
        }
        if (subscriber.denial() != 0) {
            return Verdict.refused(subscriber.denial());
        }
        Session session = new Session(request.session(), subscriber);
        Verdict verdict = charge(session, request, true);
        if (verdict.answer() != null) {
            books.sessions.put(session.id, session);
            session.account().sessions++;
            subscriber.use();
        }
        return verdict;
    }

    private Verdict terminate(Session session, Request request, boolean again) {
        Verdict verdict = charge(session, request, false);
        books.close(session);
        long windowMs = again ? EVENT_WINDOW_MS : SESSION_WINDOW_MS;
        int shard = session.account().shard;
        books.outcomes.put(session.id, new Outcome(verdict.answer(), shard, books.nowMs[shard] + windowMs));
        return verdict;
    }

    /** A grant of one service, as told. */
    private record Told(int code, long units, long validityS, boolean last) {

        static Told of(int code) {
            return new Told(code, -1, 0, false);
        }

        String units(String separator) {
            return units < 0 ? "" : separator + units + " v" + validityS + (last ? " last" : "");
        }
    }

    private Verdict charge(Session session, Request request, boolean reserve) {
        Map<ServiceKey, Told> grants = new LinkedHashMap<>();
        long validityS = 0;
        for (Use use : request.uses()) {
            Told told = charge(session, request, use, reserve);
            validityS = Math.max(validityS, told.validityS);
            grants.put(new ServiceKey(use.group(), use.identifier()), told);
        }
        boolean ends = request.type() == RequestType.TERMINATION;
        int code = 2001;
        if (!reserve && !ends) {
            code = session.subscriber.denial();
            grants.clear();
        } else if (!request.multiple() && !ends && !grants.isEmpty()) {
            code = grants.values().iterator().next().code;
            if (code != 2001 && request.type() == RequestType.INITIAL) {
                return Verdict.refused(code);
            }
        }
        long nowMs = books.nowMs[session.account().shard];
        session.deadlineMs = Math.max(session.deadlineMs, nowMs + (validityS > 0 ? validityS * 2_000 : HOUR_MS));
        Kept kept = new Kept(request, text(code, request, grants) + (ends ? " cost " + session.costMicros : ""));
        if (!ends) {
            session.keep(kept);
        }
        return Verdict.kept(kept);
    }

    private static String text(int code, Request request, Map<ServiceKey, Told> grants) {
        StringBuilder text = new StringBuilder().append(code);
        grants.forEach((key, told) -> {
            if (request.multiple()) {
                text.append(" [").append(key.group()).append('/').append(key.identifier());
                text.append(' ').append(told.code).append(told.units(" ")).append(']');
            } else if (told.units >= 0) {
                text.append(" [").append(told.units("")).append(']');
            }
        });
        return text.toString();
    }

    private Told charge(Session session, Request request, Use use, boolean reserve) {
        Account account = session.account();
        ServiceKey key = new ServiceKey(use.group(), use.identifier());
        Service service = session.services.computeIfAbsent(key, absent -> new Service());
        Rate rate = books.rate(session, service, request.kind(), use.group());
        Purse purse = new Purse(books, account, books.nowMs[account.shard]);
        purse.release(service);
        long granted = service.granted;
        List<Service> mates = service.pooled ? mates(session, service) : List.of();
        service.granted = 0;
        service.pooled = false;
        if (rate == null) {
            count(account, use.used() > 0);
            return Told.of(5031);
        }
        service.plan = rate.plan();
        long used = Math.min(
                Math.max(0, use.used()), granted + Purse.payableByOthers(mates, service, rate) + rate.grantMax());
        Purse.Lent lent = purse.borrow(use.used() > granted ? mates : List.of());
        purse.debit(service, rate, used);
        purse.giveBack(lent);
        service.totalUnits += used;
        service.totalMicros += purse.chargedMicros;
        session.costMicros += purse.chargedMicros;
        account.spend(purse.chargedMicros);
        count(account, used > 0);
        boolean asks = use.asked() >= 0 || (request.type() == RequestType.INITIAL && use.used() < 0);
        return reserve && asks ? grant(purse, session, request, service, rate, use) : Told.of(2001);
    }

    private void count(Account account, boolean record) {
        books.records[account.shard] += record ? 1 : 0;
    }

    /** The other services of the session's pool, the newest first. */
    private static List<Service> mates(Session session, Service service) {
        List<Service> mates = new ArrayList<>(session.services.values());
        mates.removeIf(mate -> mate == service || !mate.pooled);
        Collections.reverse(mates);
        return mates;
    }

    private Told grant(Purse purse, Session session, Request request, Service service, Rate rate, Use use) {
        Account account = session.account();
        long wanted = Math.min(use.asked() > 0 ? use.asked() : rate.grantDefault(), rate.grantMax());
        long units = purse.reserve(service, rate, wanted);
        if (units == 0) {
            return Told.of(4012);
        }
        service.granted = units;
        service.pooled = session.hasPool()
                && request.multiple()
                && !purse.exhausted
                && rate.isLinear()
                && purse.paidByMoney
                && purse.hold(service, rate.slackMicros());
        long validityS = rate.validityS();
        if (purse.expiresMs != Books.NEVER) {
            validityS = Math.min(validityS, Math.max(1, (purse.expiresMs - books.nowMs[account.shard]) / 1_000));
        }
        if (purse.exhausted && purse.shared) {
            validityS = Math.min(validityS, SHARED_VALIDITY_S);
        }
        return new Told(2001, units, validityS, purse.exhausted && !purse.shared);
    }

    private Verdict event(Request request) {
        String key = request.session() + " " + request.number();
        Outcome done = books.outcome(key);
        if (done != null) {
            return done.answer().request.equals(request) ? Verdict.again(done.answer()) : Verdict.refused(5012);
        }
        Subscriber subscriber = subscriber(request);
        if (subscriber == null) {
            return Verdict.refused(5030);
        }
        if (subscriber.denial() != 0) {
            return Verdict.refused(subscriber.denial());
        }
        List<Use> uses = request.uses().isEmpty() ? List.of(Use.units(-1, -1, -1, -1)) : request.uses();
        boolean moves = request.action() == RequestedAction.DIRECT_DEBITING
                || request.action() == RequestedAction.REFUND_ACCOUNT;
        return moves ? move(request, uses, subscriber, key) : enquire(request, uses, subscriber);
    }

    private Verdict move(Request request, List<Use> uses, Subscriber subscriber, String key) {
        Account account = subscriber.account;
        List<Told> grants = new ArrayList<>();
        long cost = 0;
        for (Use use : uses) {
            Purse purse = new Purse(books, account, books.nowMs[account.shard]);
            Map<Integer, Long> before = purse.balances();
            Told told = move(request, use, subscriber, purse);
            if (told.code == 2001) {
                cost += purse.chargedMicros;
                account.spend(use.money() >= 0 ? 0 : purse.chargedMicros);
                count(account, true);
            } else {
                purse.restore(before);
            }
            grants.add(told);
        }
        boolean moved = grants.stream().anyMatch(told -> told.code == 2001);
        if (moved) {
            subscriber.use();
        }
        String text = eventText(request, uses, grants);
        if (!moved) {
            return new Verdict(text, null, false);
        }
        Kept kept = new Kept(request, text + " cost " + cost);
        books.outcomes.put(key, new Outcome(kept, account.shard, books.nowMs[account.shard] + EVENT_WINDOW_MS));
        return Verdict.kept(kept);
    }

    private static long units(Use use) {
        return Math.max(1, use.asked() > 0 ? use.asked() : use.used());
    }

    private Told move(Request request, Use use, Subscriber subscriber, Purse purse) {
        Rate rate = null;
        if (use.money() >= 0) {
            if (isForeign(use, subscriber.account)) {
                return Told.of(5031);
            }
        } else {
            rate = books.prices().offers.get(subscriber.offer).rate(request.kind(), use.group());
            if (rate == null) {
                return Told.of(5031);
            }
        }
        if (request.action() == RequestedAction.REFUND_ACCOUNT) {
            purse.refund(rate == null ? use.money() : rate.setupMicros() + rate.price(units(use)));
            return Told.of(2001);
        }
        if (rate == null) {
            purse.debitMoney(use.money());
        } else {
            purse.debit(new Service(), rate, units(use));
        }
        return purse.overrun ? Told.of(4012) : new Told(2001, rate == null ? use.money() : units(use), 0, false);
    }

    private static boolean isForeign(Use use, Account account) {
        return use.currency() != 0
                && use.currency() != Currency.getInstance(account.currency).getNumericCode();
    }

    private Verdict enquire(Request request, List<Use> uses, Subscriber subscriber) {
        Account account = subscriber.account;
        List<Told> grants = new ArrayList<>();
        long cost = 0;
        boolean enough = true;
        boolean known = true;
        for (Use use : uses) {
            Rate rate = books.prices().offers.get(subscriber.offer).rate(request.kind(), use.group());
            grants.add(Told.of(rate == null ? 5031 : 2001));
            known &= rate != null;
            if (rate != null) {
                cost += rate.setupMicros() + rate.price(units(use));
                Purse purse = new Purse(books, account, books.nowMs[account.shard]);
                Map<Integer, Long> before = purse.balances();
                purse.debit(new Service(), rate, units(use));
                enough &= !purse.overrun;
                purse.restore(before);
            }
        }
        String end = request.action() == RequestedAction.PRICE_ENQUIRY
                ? " cost " + cost
                : !enough ? " not enough" : known ? " enough" : "";
        return new Verdict(eventText(request, uses, grants) + end, null, false);
    }

    private static String eventText(Request request, List<Use> uses, List<Told> grants) {
        StringBuilder text = new StringBuilder();
        text.append(request.multiple() ? 2001 : grants.get(0).code);
        for (int i = 0; i < grants.size(); i++) {
            Told told = grants.get(i);
            if (request.multiple()) {
                text.append(" [")
                        .append(uses.get(i).group())
                        .append('/')
                        .append(uses.get(i).identifier());
                text.append(' ').append(told.code).append(told.units(" ")).append(']');
            } else if (told.units >= 0) {
                text.append(" [").append(told.units("")).append(']');
            }
        }
        return text.toString();
    }
}
