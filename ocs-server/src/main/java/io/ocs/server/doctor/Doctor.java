package io.ocs.server.doctor;

import io.ocs.server.config.OcsConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All examinations, in the order in which a start would fail. */
public final class Doctor {
    private Doctor() {}

    /** Looks at this process and machine, with a configuration that was read. Takes seconds; never throws for what it finds. */
    public static List<Finding> examine(OcsConfig config) {
        List<Finding> findings = new ArrayList<>(JavaChecks.findings());
        findings.addAll(PortChecks.findings(config));
        findings.addAll(FolderChecks.findings(config));
        findings.addAll(MachineChecks.findings(config));
        findings.addAll(CertificateChecks.findings(config, Instant.now()));
        findings.addAll(AccessChecks.findings(config));
        findings.addAll(DatabaseChecks.findings(config));
        return findings;
    }
}
