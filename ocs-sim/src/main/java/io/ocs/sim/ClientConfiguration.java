package io.ocs.sim;

import static org.jdiameter.client.impl.helpers.Parameters.ApplicationId;
import static org.jdiameter.client.impl.helpers.Parameters.AuthApplId;
import static org.jdiameter.client.impl.helpers.Parameters.CeaTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.DpaTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.DwaTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.Extensions;
import static org.jdiameter.client.impl.helpers.Parameters.IacTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.OwnDiameterURI;
import static org.jdiameter.client.impl.helpers.Parameters.OwnFirmwareRevision;
import static org.jdiameter.client.impl.helpers.Parameters.OwnIPAddress;
import static org.jdiameter.client.impl.helpers.Parameters.OwnProductName;
import static org.jdiameter.client.impl.helpers.Parameters.OwnRealm;
import static org.jdiameter.client.impl.helpers.Parameters.OwnVendorID;
import static org.jdiameter.client.impl.helpers.Parameters.PeerFSMThreadCount;
import static org.jdiameter.client.impl.helpers.Parameters.PeerIp;
import static org.jdiameter.client.impl.helpers.Parameters.PeerName;
import static org.jdiameter.client.impl.helpers.Parameters.PeerRating;
import static org.jdiameter.client.impl.helpers.Parameters.PeerTable;
import static org.jdiameter.client.impl.helpers.Parameters.QueueSize;
import static org.jdiameter.client.impl.helpers.Parameters.RealmEntry;
import static org.jdiameter.client.impl.helpers.Parameters.RealmTable;
import static org.jdiameter.client.impl.helpers.Parameters.RecTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.StopTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.VendorId;
import static org.jdiameter.server.impl.helpers.Parameters.RealmEntryExpTime;
import static org.jdiameter.server.impl.helpers.Parameters.RealmEntryIsDynamic;
import static org.jdiameter.server.impl.helpers.Parameters.RealmHosts;
import static org.jdiameter.server.impl.helpers.Parameters.RealmLocalAction;
import static org.jdiameter.server.impl.helpers.Parameters.RealmName;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.jdiameter.api.Configuration;
import org.jdiameter.api.NetworkReqListener;
import org.jdiameter.client.impl.helpers.AppConfiguration;
import org.jdiameter.client.impl.helpers.EmptyConfiguration;
import org.jdiameter.client.impl.helpers.ExtensionPoint;

/**
 * jDiameter's configuration of one network element, built in memory. It also carries what {@link ClientExtensions} need and
 * jDiameter has no place for.
 */
final class ClientConfiguration extends EmptyConfiguration {
    /** Below this, jDiameter floods the peer with watchdogs under load and loses requests. */
    private static final long INACTIVITY_MS = 30_000;

    private static final long RECONNECT_MS = 200;
    private static final long STEP_TIMEOUT_MS = 5_000;
    private static final int QUEUE_SIZE = 10_000;

    private final long originStateId = System.currentTimeMillis() / 1000;
    private final NetworkReqListener requestListener;

    /**
     * @param requestListener gets every request of the server
     * @throws IOException if no address of this machine leads to the server
     */
    ClientConfiguration(NetworkElementOptions options, NetworkReqListener requestListener) throws IOException {
        this.requestListener = requestListener;
        addLocalPeer(options);
        addTimeouts();
        AppConfiguration peer = getInstance()
                .add(PeerRating, 1)
                .add(PeerName, "aaa://" + options.serverHost() + ":" + options.port())
                .add(PeerIp, options.host());
        add(PeerTable, new Configuration[] {peer});
        // One entry for each way of naming the application, or jDiameter finds no route for the other.
        add(RealmTable, new Configuration[] {
            realm(options, application(0)), realm(options, application(Avps.VENDOR_3GPP)),
        });
        AppConfiguration internal = (AppConfiguration) getChildren(Extensions.ordinal())[ExtensionPoint.Internal.id()];
        internal.add(ExtensionPoint.InternalMetaData, ClientExtensions.MetaData.class.getName());
        internal.add(ExtensionPoint.InternalPeerFsmFactory, ClientExtensions.FsmFactory.class.getName());
        internal.add(ExtensionPoint.InternalSessionDatasource, ClientExtensions.Sessions.class.getName());
    }

    /** Origin-State-Id: the same for the life of the element, however often it reconnects. */
    long originStateId() {
        return originStateId;
    }

    NetworkReqListener requestListener() {
        return requestListener;
    }

    private void addLocalPeer(NetworkElementOptions options) throws IOException {
        add(OwnDiameterURI, "aaa://" + options.originHost());
        add(OwnIPAddress, localAddressTowards(options));
        add(OwnRealm, options.originRealm());
        add(OwnVendorID, Avps.VENDOR_3GPP);
        add(OwnProductName, "ocs-sim");
        add(OwnFirmwareRevision, 1L);
        add(ApplicationId, new Configuration[] {application(0), application(Avps.VENDOR_3GPP)});
    }

    private void addTimeouts() {
        add(PeerFSMThreadCount, 1);
        add(QueueSize, QUEUE_SIZE);
        add(StopTimeOut, STEP_TIMEOUT_MS);
        add(CeaTimeOut, STEP_TIMEOUT_MS);
        add(IacTimeOut, INACTIVITY_MS);
        add(DwaTimeOut, STEP_TIMEOUT_MS);
        add(DpaTimeOut, STEP_TIMEOUT_MS);
        add(RecTimeOut, RECONNECT_MS);
    }

    private static AppConfiguration application(long vendorId) {
        return getInstance().add(VendorId, vendorId).add(AuthApplId, 4L);
    }

    private static AppConfiguration realm(NetworkElementOptions options, AppConfiguration application) {
        AppConfiguration realm = getInstance()
                .add(ApplicationId, new Configuration[] {application})
                .add(RealmName, options.serverRealm())
                .add(RealmHosts, options.serverHost())
                .add(RealmLocalAction, "LOCAL")
                .add(RealmEntryIsDynamic, false)
                .add(RealmEntryExpTime, 1L);
        return getInstance().add(RealmEntry, realm);
    }

    /** The address that the system would send from; jDiameter binds to it. A datagram socket finds out without sending. */
    private static String localAddressTowards(NetworkElementOptions options) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(options.host(), options.port()));
            return probe.getLocalAddress().getHostAddress();
        }
    }
}
