package io.ocs.server.console;

/**
 * A page without its surroundings.
 *
 * @param section of the navigation that it belongs to
 * @param main what stands in the landmark {@code main}
 */
public record Screen(String title, Section section, Html main) {}
