package io.ocs.server.assembly;

import static java.util.Locale.ROOT;

import io.ocs.core.request.ClientProfile;
import io.ocs.server.config.DiameterSettings;
import io.ocs.server.config.PeerSettings;
import io.ocs.server.config.ProfileSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which kind of client a peer is: as the peer table says, else as its Product-Name tells, else the default. Immutable; safe on any thread. */
final class ClientProfiles {

    private final ClientProfile byDefault;
    private final Map<String, ClientProfile> byHost = new HashMap<>();
    private final Map<String, ClientProfile> byProduct = new HashMap<>();

    ClientProfiles(DiameterSettings settings) {
        Map<String, ProfileSettings> all = settings.profiles();
        byDefault = all.get(ClientProfile.DEFAULT.name()).profile();
        for (ProfileSettings each : all.values()) {
            each.products().forEach(product -> byProduct.put(product.toLowerCase(ROOT), each.profile()));
        }
        for (PeerSettings peer : settings.peers()) {
            peer.profile()
                    .ifPresent(name -> byHost.put(
                            peer.originHost().toLowerCase(ROOT), all.get(name).profile()));
        }
    }

    /** The profile of a peer; names are compared without regard to case. */
    ClientProfile of(String originHost, String productName) {
        ClientProfile named = byHost.get(originHost.toLowerCase(ROOT));
        return named != null
                ? named
                : Optional.ofNullable(productName)
                        .map(product -> byProduct.get(product.toLowerCase(ROOT)))
                        .orElse(byDefault);
    }
}
