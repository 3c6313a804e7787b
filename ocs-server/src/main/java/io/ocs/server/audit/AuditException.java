package io.ocs.server.audit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The audit log cannot be written or read; the message is for the operator. */
public final class AuditException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    AuditException(String message, IOException cause) {
        super(message, cause);
    }
}
