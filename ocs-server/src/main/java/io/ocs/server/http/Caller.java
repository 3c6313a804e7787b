package io.ocs.server.http;

import io.ocs.server.access.Role;

/**
 * Who sends a request.
 *
 * @param name of the token
 * @param from address of the other end
 */
record Caller(String name, Role role, String from) {}
