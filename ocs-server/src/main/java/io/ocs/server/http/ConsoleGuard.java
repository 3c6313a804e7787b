package io.ocs.server.http;

import io.ocs.server.access.Token;
import io.ocs.server.console.ConsoleSessions;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a browser in: a cookie stands for a token that was shown. It is for the console's paths only, out of reach of scripts, and not sent along by pages from
 * elsewhere. What is no GET must in addition bring along what only a page of this server could have told.
 */
final class ConsoleGuard {
    static final String CSRF = "csrf";
    static final String COOKIE = "ocs-console";
    private static final String ID = "ocs.console.id";

    private final AccessGuard access;
    private final ConsoleSessions sessions = new ConsoleSessions(System::nanoTime);
    private final boolean secure;

    /** @param secure whether the browser shall send the cookie by https only */
    ConsoleGuard(AccessGuard access, boolean secure) {
        this.access = access;
        this.secure = secure;
    }

    boolean isLab() {
        return access.isLab();
    }

    /** Who asks. @throws ProblemException 401 if a token has to be shown first */
    Caller caller(RoutingContext context) {
        String from = context.request().remoteAddress().hostAddress();
        return access.isLab()
                ? AccessGuard.lab(from)
                : sessions.tokenHash(id(context))
                        .flatMap(hash -> access.known(hash, from))
                        .orElseThrow(() -> new ProblemException(
                                401, "sign-in-wanted", "sign in first: nobody has, or it is too long ago"));
    }

    /** @throws ProblemException 403 if what is no GET comes from a page from elsewhere, or one of before a restart */
    void checkForm(RoutingContext context) {
        String shown = context.request().getFormAttribute(CSRF);
        if (!context.request().method().equals(HttpMethod.GET)
                && (shown == null || !sessions.isOf(id(context), shown))) {
            throw new ProblemException(
                    403,
                    "form-not-from-here",
                    "this form is not from a page of this server, or too old: go back and load it again");
        }
    }

    /** What the forms of a page have to bring along. */
    String csrf(RoutingContext context) {
        return sessions.csrf(id(context));
    }

    /** The number that the browser goes by; a new one if it has none. */
    private String id(RoutingContext context) {
        String id = context.get(ID);
        if (id == null) {
            Cookie cookie = context.request().getCookie(COOKIE);
            id = cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
        }
        return id == null ? set(context, sessions.newId()) : id;
    }

    /** Takes a token that was shown. @return its name @throws ProblemException 401 or 429 if nobody has it */
    String signIn(RoutingContext context, String secret) {
        Token token = access.shown(secret, context.request().remoteAddress().hostAddress());
        set(context, sessions.begin(token.hash()));
        return token.name();
    }

    void signOut(RoutingContext context) {
        sessions.end(id(context));
        set(context, sessions.newId());
    }

    private String set(RoutingContext context, String id) {
        context.put(ID, id);
        Cookie cookie = Cookie.cookie(COOKIE, id)
                .setPath(ConsoleRoutes.ROOT)
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT);
        context.response().addCookie(cookie);
        return id;
    }
}
