package io.ocs.server.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Builds an {@link OcsConfig}: default, below file, below {@code --data} and {@code --set}.
 *
 * @param home folder of the launcher: paths in the file and in defaults are relative to it
 * @param workingDirectory paths on the command line are relative to it
 */
public record ConfigLoader(Path home, Path workingDirectory) {

    /** The places of a running process: home is the system property {@code ocs.home}, by default the working directory. */
    public static ConfigLoader ofProcess() {
        Path workingDirectory = Path.of("").toAbsolutePath();
        return new ConfigLoader(
                workingDirectory.resolve(System.getProperty("ocs.home", "")).normalize(), workingDirectory);
    }

    /**
     * @param file null for {@code config/ocs.yaml} at home if that exists, else the defaults alone
     * @param dataDir null if not given
     * @param assignments {@code key=value}, in the order given
     * @throws ConfigException if anything is wrong
     */
    public OcsConfig load(Path file, Path dataDir, List<String> assignments) {
        Settings settings = new Settings();
        Path source = file != null
                ? workingDirectory.resolve(file)
                : home.resolve("config").resolve("ocs.yaml");
        if (file != null || Files.exists(source)) {
            settings.addAll(YamlSource.read(source, shortened(source).toString()));
        }
        if (dataDir != null) {
            settings.add(ConfigKeys.DATA_DIR.name() + "=" + dataDir);
        }
        assignments.forEach(settings::add);
        return config(settings);
    }

    private OcsConfig config(Settings settings) {
        Path data = path(settings, ConfigKeys.DATA_DIR, settings.get(ConfigKeys.DATA_DIR));
        Path cdrs = settings.find(ConfigKeys.CDR_DIRECTORY)
                .map(text -> path(settings, ConfigKeys.CDR_DIRECTORY, text))
                .orElse(data.resolve("cdr"));
        DiameterSettings diameter =
                DiameterSettings.of(settings, TlsSettings.of(settings, (key, text) -> path(settings, key, text)));
        return new OcsConfig(
                settings.get(ConfigKeys.NODE),
                data,
                path(settings, ConfigKeys.CATALOG_DIRECTORY, settings.get(ConfigKeys.CATALOG_DIRECTORY)),
                settings.get(ConfigKeys.CATALOG_RUNNING_SESSIONS),
                diameter,
                HttpSettings.of(settings, (key, text) -> path(settings, key, text), diameter.acceptUnknownPeers()),
                AlarmSettings.of(settings),
                NotificationSettings.of(
                        settings,
                        settings.find(ConfigKeys.NOTIFICATIONS_DIRECTORY)
                                .map(text -> path(settings, ConfigKeys.NOTIFICATIONS_DIRECTORY, text))),
                ChargingSettings.of(settings),
                JournalSettings.of(
                        settings,
                        settings.find(ConfigKeys.JOURNAL_ARCHIVE)
                                .map(text -> path(settings, ConfigKeys.JOURNAL_ARCHIVE, text))),
                CdrSettings.of(settings, cdrs),
                DatabaseSettings.of(settings),
                StopSettings.of(settings),
                RequestSettings.of(settings));
    }

    private Path path(Settings settings, ConfigKey<String> key, String text) {
        try {
            return (settings.isFromCommandLine(key) ? workingDirectory : home)
                    .resolve(text)
                    .normalize();
        } catch (InvalidPathException e) {
            throw ConfigException.at(settings.source(key), key.name() + ": '" + text + "' is no path");
        }
    }

    /** Messages name a file as its reader would. */
    private Path shortened(Path file) {
        return file.startsWith(workingDirectory) ? workingDirectory.relativize(file) : file;
    }
}
