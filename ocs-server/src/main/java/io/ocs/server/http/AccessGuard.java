package io.ocs.server.http;

import io.ocs.server.access.Role;
import io.ocs.server.access.Token;
import io.ocs.server.access.Tokens;
import io.ocs.server.access.WrongTokens;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for a bearer token (RFC 6750), and whether its role may do what is asked for. Without a file of tokens everybody may do everything: that is for labs. */
final class AccessGuard {
    private static final Logger LOG = LoggerFactory.getLogger(AccessGuard.class);
    private static final String SCHEME = "Bearer ";
    private static final String LAB = "lab";

    private final Optional<Tokens> tokens;
    private final WrongTokens wrong = new WrongTokens(System::nanoTime);

    /** @param tokens empty: none are asked for */
    AccessGuard(Optional<Tokens> tokens) {
        this.tokens = tokens;
    }

    /**
     * @param least the least role that may; null: nobody is asked
     * @throws ProblemException 401, 403 or 429
     */
    Caller check(RoutingContext context, Role least) {
        String from = context.request().remoteAddress().hostAddress();
        if (tokens.isEmpty() || least == null) {
            return lab(from);
        }
        return checked(caller(shown(secret(context), from), from), least);
    }

    /** Whether nobody needs a token. */
    boolean isLab() {
        return tokens.isEmpty();
    }

    /** The token that somebody shows; there must be a file of tokens. @throws ProblemException 401 or 429 if nobody has it */
    Token shown(String secret, String from) {
        return tokens.orElseThrow().find(secret).orElseThrow(() -> unknown(from));
    }

    /** Who has shown the token of that hash before; empty if it is not in force any more. */
    Optional<Caller> known(String hash, String from) {
        return tokens.orElseThrow().findByHash(hash).map(token -> caller(token, from));
    }

    /** Who everybody is without a file of tokens. */
    static Caller lab(String from) {
        return new Caller(LAB, Role.ADMIN, from);
    }

    private static Caller caller(Token token, String from) {
        return new Caller(token.name(), token.role(), from);
    }

    /** The caller, if his role may. @throws ProblemException 403 otherwise */
    static Caller checked(Caller caller, Role least) {
        if (!caller.role().includes(least)) {
            throw new ProblemException(
                    403,
                    "role-too-low",
                    "this takes the role " + least.label() + "; the token '" + caller.name() + "' has "
                            + caller.role().label());
        }
        return caller;
    }

    private static String secret(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ProblemException(
                    401,
                    "token-wanted",
                    "send Authorization: Bearer TOKEN; 'ocs token create' makes one, commands take it with --token or OCS_TOKEN");
        }
        return header.substring(SCHEME.length()).strip();
    }

    private ProblemException unknown(String from) {
        long waitS = wrong.note(from);
        if (waitS > 0) {
            return new ProblemException(429, "too-many-wrong-tokens", "too many wrong tokens from " + from)
                    .retryAfter(waitS);
        }
        LOG.atWarn().addKeyValue("from", from).log("admin-token-unknown");
        return new ProblemException(401, "token-unknown", "nobody has this token (any more)");
    }
}
