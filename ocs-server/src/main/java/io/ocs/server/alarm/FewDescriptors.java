package io.ocs.server.alarm;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Whether connections could not be accepted since the last look, or nine tenths of the file descriptors that the process may have are in use. */
public final class FewDescriptors implements Supplier<Optional<String>> {
    private static final int USED_PERCENT_MAX = 90;

    private final LongSupplier failures;
    private final Supplier<String> lastFailure;
    private long before;

    /**
     * A look at this process.
     *
     * @param failures how often connections could not be accepted
     * @param lastFailure why the last one could not
     */
    public FewDescriptors(LongSupplier failures, Supplier<String> lastFailure) {
        this.failures = failures;
        this.lastFailure = lastFailure;
    }

    @Override
    public Optional<String> get() {
        long now = failures.getAsLong();
        boolean failed = now > before;
        before = now;
        return failed ? Optional.of("connections wait that cannot be accepted: " + lastFailure.get()) : shortage();
    }

    private static Optional<String> shortage() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return Optional.empty();
        }
        long most = system.getMaxFileDescriptorCount();
        try {
            long open = system.getOpenFileDescriptorCount();
            return 100 * open >= USED_PERCENT_MAX * most
                    ? Optional.of(open + " of " + most + " file descriptors are in use")
                    : Optional.empty();
        } catch (InternalError e) { // it needs one itself, to count them
            return Optional.of("all of " + most + " file descriptors are in use");
        }
    }
}
