package io.ocs.server.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ocs.cdr.CdrProjector;
import org.slf4j.LoggerFactory;

/** Thousands of refusals that the simulator has asked for need not be logged. */
final class QuietProjector implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger(CdrProjector.class);
    private final Level before = logger.getLevel();

    QuietProjector() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
