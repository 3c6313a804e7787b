package io.ocs.server;

/** Why a server does not start: port taken, folder in use or not writable, catalogue refused. The message is one line for the operator. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
