package io.ocs.sim;

import org.jdiameter.api.NetworkReqListener;
import org.jdiameter.client.api.IContainer;
import org.jdiameter.client.impl.MetaDataImpl;
import org.jdiameter.common.api.statistic.IStatisticManager;
import org.jdiameter.common.impl.data.LocalDataSource;

/** The parts of jDiameter's client stack that are replaced. jDiameter makes them by name, so they are public; use them not. */
public final class ClientExtensions {
    private ClientExtensions() {}

    private static ClientConfiguration configuration(IContainer stack) {
        return (ClientConfiguration) stack.getConfiguration();
    }

    /** Keeps one Origin-State-Id over reconnects: a new one would say that all open sessions are lost. */
    public static final class MetaData extends MetaDataImpl {
        public MetaData(IContainer stack, IStatisticManager statistics) {
            super(stack, statistics);
        }

        @Override
        public long getLocalHostStateId() {
            return configuration(stack).originStateId();
        }
    }

    /** Lets requests of the server through to the network element; the client stack drops those of sessions it did not make. */
    public static final class Sessions extends LocalDataSource {
        private final IContainer stack;

        public Sessions(IContainer stack) {
            super(stack);
            this.stack = stack;
        }

        @Override
        public NetworkReqListener getSessionListener(String sessionId) {
            return configuration(stack).requestListener();
        }
    }
}
