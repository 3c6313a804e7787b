package io.ocs.diameter.peer;

import com.sun.nio.sctp.SctpServerChannel;
import java.io.IOException;
import java.util.Optional;

/** Whether this machine has SCTP: its kernel, the library that the JDK calls it by, and the JDK itself. */
public final class SctpSupport {

    /** What to do where there is none. */
    public static final String REMEDY =
            "load the kernel module (modprobe sctp), install libsctp.so.1 (Debian and Ubuntu: package libsctp1; Red Hat:"
                    + " lksctp-tools), or have network elements connect over TCP";

    private SctpSupport() {}

    /** Looks by opening a socket. @return why there is none; empty if there is */
    public static Optional<String> hindrance() {
        try {
            SctpServerChannel.open().close();
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of(reason(e));
        } catch (LinkageError e) { // the first time that the library is missing, or the JDK has no module jdk.sctp
            return Optional.of(reason(e.getCause() == null ? e : e.getCause()));
        }
    }

    /** @throws IOException if there is none; the message says why, and what to do */
    public static void require() throws IOException {
        Optional<String> hindrance = hindrance();
        if (hindrance.isPresent()) {
            throw new IOException("this machine has no SCTP (" + hindrance.get() + "): " + REMEDY);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
