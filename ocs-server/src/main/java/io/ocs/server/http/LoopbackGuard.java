package io.ocs.server.http;

import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps out the browser of somebody who sits at this machine: a page from elsewhere can make it send requests to loopback. Its Host header
 * then names the page's own host (DNS rebinding), or its body is no JSON (which a foreign page may send only after asking, and it is not
 * allowed to).
 */
final class LoopbackGuard implements Handler<RoutingContext> {
    private static final Set<String> NAMES = Set.of("localhost", "::1", "[::1]");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final boolean tokensAskedFor;

    /** @param tokensAskedFor a foreign page has none, so any name of this machine will do */
    LoopbackGuard(boolean tokensAskedFor) {
        this.tokensAskedFor = tokensAskedFor;
    }

    @Override
    public void handle(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        if (!tokensAskedFor && (authority == null || !isLoopback(authority.host()))) {
            throw new ProblemException(
                    403,
                    "host-refused",
                    "the Host header must name this machine: use 127.0.0.1, [::1] or localhost in the URL");
        }
        String type = context.request().getHeader("Content-Type");
        boolean json = type != null && type.split(";", 2)[0].trim().equalsIgnoreCase("application/json");
        if (WITH_BODY.contains(context.request().method().name()) && !json && !isForm(context)) {
            throw new ProblemException(415, "unsupported-media-type", "send Content-Type: application/json");
        }
        context.next();
    }

    /** A form of the console, which shows by itself where it comes from: see {@link ConsoleGuard}. */
    static boolean isForm(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        return type != null
                && type.split(";", 2)[0].trim().equalsIgnoreCase("application/x-www-form-urlencoded")
                && context.normalizedPath().startsWith(ConsoleRoutes.ROOT + "/");
    }

    private static boolean isLoopback(String host) {
        return NAMES.contains(host) || LOOPBACK.matcher(host).matches();
    }
}
