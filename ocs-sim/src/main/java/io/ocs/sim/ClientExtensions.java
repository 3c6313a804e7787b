package io.ocs.sim;

import java.util.concurrent.locks.LockSupport;
import org.jdiameter.api.Configuration;
import org.jdiameter.api.NetworkReqListener;
import org.jdiameter.client.api.IContainer;
import org.jdiameter.client.api.fsm.IContext;
import org.jdiameter.client.api.fsm.IStateMachine;
import org.jdiameter.client.impl.MetaDataImpl;
import org.jdiameter.client.impl.fsm.FsmFactoryImpl;
import org.jdiameter.client.impl.fsm.PeerFSMImpl;
import org.jdiameter.common.api.concurrent.IConcurrentFactory;
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

    /** Makes {@link RunningFsm}. */
    public static final class FsmFactory extends FsmFactoryImpl {
        public FsmFactory(IStatisticManager statistics) {
            super(statistics);
        }

        @Override
        public IStateMachine createInstanceFsm(
                IContext context, IConcurrentFactory threads, Configuration configuration) {
            return new RunningFsm(context, threads, configuration, statisticFactory);
        }
    }

    /** A peer's machine whose thread runs once it is made; an event that came before would start a second one, and fail. */
    private static final class RunningFsm extends PeerFSMImpl {
        private static final long POLL_NANOS = 100_000;

        RunningFsm(
                IContext context,
                IConcurrentFactory threads,
                Configuration configuration,
                IStatisticManager statistics) {
            super(context, threads, configuration, statistics);
            while (numberOfThreadsRunning.get() == 0) {
                LockSupport.parkNanos(POLL_NANOS);
            }
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
