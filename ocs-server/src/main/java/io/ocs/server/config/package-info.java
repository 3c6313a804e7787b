/**
 * Configuration: one YAML file and {@code --set key=value}, read into {@link io.ocs.server.config.Value}s that remember their file and line,
 * merged over the defaults of {@link io.ocs.server.config.ConfigKeys}, and turned into immutable records under
 * {@link io.ocs.server.config.OcsConfig}. A record that exists is valid; what is wrong is refused with its file, line and key.
 */
package io.ocs.server.config;
