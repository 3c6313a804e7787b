package io.ocs.server.access;

/** A file of tokens that is no good; the message names file, line and what to do. */
public final class TokenFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenFileException(String message) {
        super(message);
    }

    TokenFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
