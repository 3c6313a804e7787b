package io.ocs.server.backup;

/** A backup or a restore that is refused or has failed; the message is for the operator. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
