package io.ocs.server;

import io.ocs.server.config.OcsConfig;

/** Starts a server with everything that the configuration names. */
@FunctionalInterface
public interface ServerStarter {

    /** @throws StartException if something is in the way; then nothing was touched */
    RunningServer start(OcsConfig config) throws StartException;
}
