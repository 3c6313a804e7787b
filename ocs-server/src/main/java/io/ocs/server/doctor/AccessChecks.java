package io.ocs.server.doctor;

import io.ocs.server.access.TokenFile;
import io.ocs.server.access.TokenFileException;
import io.ocs.server.config.OcsConfig;
import java.nio.file.Path;
import java.util.List;

/** Who may administrate. */
final class AccessChecks {
    private AccessChecks() {}

    static List<Finding> findings(OcsConfig config) {
        return List.of(config.http()
                .tokens()
                .map(AccessChecks::tokens)
                .orElse(Finding.warn(
                        "administration",
                        "lab mode: everybody on this machine may do everything",
                        "for more than a lab set http.tokens, and make tokens with 'ocs token create'")));
    }

    private static Finding tokens(Path file) {
        String first = "make the first one with 'ocs token create --role admin --name NAME'";
        try {
            int count = new TokenFile(file).read().size();
            return count == 0
                    ? Finding.bad("administration", "no token in " + file, first)
                    : Finding.ok("administration", count + " tokens in " + file);
        } catch (TokenFileException e) {
            return Finding.bad(
                    "administration",
                    e.getMessage(),
                    "put the line right that is named, or, if there is no file yet, " + first);
        }
    }
}
