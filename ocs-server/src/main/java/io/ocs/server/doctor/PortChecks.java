package io.ocs.server.doctor;

import io.ocs.diameter.peer.SctpSupport;
import io.ocs.server.config.HostPort;
import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whether the addresses can be listened on. */
final class PortChecks {
    private PortChecks() {}

    static List<Finding> findings(OcsConfig config) {
        List<Finding> findings = new ArrayList<>();
        config.diameter().listen().forEach(address -> findings.add(finding("diameter.listen", address)));
        config.diameter().tls().ifPresent(tls -> tls.listen()
                .forEach(address -> findings.add(finding("diameter.tls.listen", address))));
        if (!config.diameter().listenSctp().isEmpty()) {
            findings.add(SctpSupport.hindrance()
                    .map(why -> Finding.bad(
                            "SCTP", "diameter.sctp.listen: this machine has none: " + why, SctpSupport.REMEDY))
                    .orElseGet(() -> Finding.ok("SCTP", "this machine has it")));
        }
        findings.add(finding("http.listen", config.http().listen()));
        return findings;
    }

    private static Finding finding(String key, HostPort address) {
        String what = "port " + address;
        if (address.socketAddress().isUnresolved()) {
            return Finding.bad(
                    what, key + ": the name " + address.host() + " has no address", "correct it, or write the address");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address.socketAddress());
            return Finding.ok(what, "free");
        } catch (BindException e) {
            String reason = String.valueOf(e.getMessage());
            return reason.contains("in use")
                    ? Finding.warn(
                            what,
                            key + ": somebody listens there",
                            "if that is no OCS: 'ss -ltnp' shows who it is; end it, or take another port with --set "
                                    + key + "=…")
                    : Finding.bad(
                            what,
                            key + ": " + reason,
                            "name an address of this machine ('ip address' lists them), and a port above 1023 for a user without rights");
        } catch (IOException e) {
            return Finding.bad(
                    what, key + ": " + e.getMessage(), "name an address of this machine: 'ip address' lists them");
        }
    }
}
