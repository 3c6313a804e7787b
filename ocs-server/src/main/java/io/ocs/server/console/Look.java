package io.ocs.server.console;

import io.ocs.server.access.Role;
import java.util.Map;
import java.util.Optional;

/**
 * Who looks, and at what.
 *
 * @param name of the token; {@code lab} if none is asked for
 * @param isLab whether nobody needs a token
 * @param csrf what a form must bring along to be believed
 * @param alarms how many are raised
 * @param parameters of path and query
 */
public record Look(String name, Role role, boolean isLab, String csrf, int alarms, Map<String, String> parameters) {

    public Look {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String parameter) {
        return Optional.ofNullable(parameters.get(parameter)).filter(text -> !text.isBlank());
    }
}
