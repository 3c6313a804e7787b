package io.ocs.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.TriggerType;
import io.ocs.core.charging.UsageBound;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.ClientProfile.FailureHandling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults, file, command line and their order; every refusal names its place, its key and what is wanted. */
class ConfigLoaderTest {
    private static final Path ROOT = Path.of(System.getProperty("ocs.root"));

    @TempDir
    Path folder;

    private ConfigLoader loader;

    @BeforeEach
    void setUp() {
        loader = new ConfigLoader(folder, folder);
    }

    @Test
    void defaultsServeALabOnLoopback() {
        OcsConfig config = loader.load(null, null, List.of());

        assertThat(config.diameter().listen()).containsExactly(new HostPort("127.0.0.1", 3868));
        assertThat(config.diameter().originHost()).isEqualTo("ocs.example.com");
        assertThat(config.diameter().realm()).isEqualTo("example.com");
        assertThat(config.diameter().acceptUnknownPeers()).isTrue();
        assertThat(config.diameter().labNetworks())
                .allMatch(Network::isLoopback)
                .hasSize(2);
        assertThat(config.http().listen()).hasToString("127.0.0.1:8080");
        assertThat(config.journal().sync()).isEqualTo(JournalSettings.Sync.BATCH);
        assertThat(config.charging().shards()).isEqualTo(OptionalInt.empty());
        assertThat(config.dataDir()).isEqualTo(folder.resolve("data"));
        assertThat(config.cdr().directory()).isEqualTo(folder.resolve("data/cdr"));
        assertThat(config.cdr().lagMax()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.database().url()).isEmpty();
    }

    @Test
    void theShippedFileShowsTheDefaultsAndExplainsEveryKey() throws IOException {
        Path file = ROOT.resolve("config/ocs.yaml");

        assertThat(new ConfigLoader(ROOT, ROOT).load(file, null, List.of()))
                .isEqualTo(new ConfigLoader(ROOT, folder).load(emptyFile(), null, List.of()));
        String text = Files.readString(file);
        for (String key : ConfigKeys.names()) {
            String last = key.substring(key.lastIndexOf('.') + 1);
            assertThat(text).as(key).containsPattern("(?m)^[ #]*" + last + ":");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"config/lab.yaml", "config/production.yaml", "docker/ocs.yaml"})
    void theShippedRolesAreValid(String name) {
        OcsConfig config = new ConfigLoader(ROOT, ROOT).load(Path.of(name), null, List.of());

        assertThat(config.diameter().listen()).noneMatch(HostPort::isLoopback);
    }

    @Test
    void theInstalledConfigurationIsValid() {
        OcsConfig config = new ConfigLoader(ROOT, ROOT).load(Path.of("packaging/ocs.yaml"), null, List.of());

        assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/ocs"));
        assertThat(config.http().tokens()).isPresent();
    }

    @Test
    void productionAcceptsNobodyElse() {
        DiameterSettings diameter = new ConfigLoader(ROOT, ROOT)
                .load(Path.of("config/production.yaml"), null, List.of())
                .diameter();

        assertThat(diameter.acceptUnknownPeers()).isFalse();
        assertThat(diameter.labNetworks()).isEmpty();
        assertThat(diameter.connectionsMax()).isEqualTo(1);
        assertThat(diameter.peers()).hasSize(4);
        assertThat(diameter.peers().get(0))
                .isEqualTo(new PeerSettings(
                        "smf1.epc.example.com", "epc.example.com", List.of(Network.parse("10.20.0.11/32"))));
    }

    @Test
    void theCommandLineWinsOverTheFileAndTheFileOverTheDefault() throws IOException {
        Path file =
                write("diameter:\n  origin-host: a.example.org\n  realm: example.org\njournal.segment-size: 1GiB\n");

        OcsConfig config = loader.load(file, Path.of("d"), List.of("diameter.realm=r.example.org"));

        assertThat(config.diameter().originHost()).isEqualTo("a.example.org");
        assertThat(config.diameter().realm()).isEqualTo("r.example.org");
        assertThat(config.journal().segmentSize()).isEqualTo(1L << 30);
        assertThat(config.dataDir()).isEqualTo(folder.resolve("d"));
    }

    @Test
    void theFileAtHomeIsTakenWhenNoneIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/ocs.yaml"), "node: n7\n");

        assertThat(loader.load(null, null, List.of()).node()).isEqualTo("n7");
    }

    @Test
    void pathsOnTheCommandLineStartAtTheWorkingDirectoryOthersAtHome() {
        OcsConfig config = new ConfigLoader(folder.resolve("home"), folder.resolve("here"))
                .load(null, null, List.of("cdr.directory=cdrs"));

        assertThat(config.cdr().directory()).isEqualTo(folder.resolve("here/cdrs"));
        assertThat(config.catalogDirectory()).isEqualTo(folder.resolve("home/config/catalog"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diameter.listen=127.0.0.1:1,[::1]:2 | 127.0.0.1:1 [::1]:2",
                "diameter.listen=127.0.0.1:0 | 127.0.0.1:0",
            })
    void listsOnTheCommandLineAreSeparatedByCommas(String assignment, String expected) {
        assertThat(loader.load(null, null, List.of(assignment)).diameter().listen())
                .map(HostPort::toString)
                .containsExactly(expected.split(" "));
    }

    @Test
    void everyKeyCanBeSet() {
        List<String> assignments = List.of(
                "diameter.peers=[{origin-host: a.b, realm: b, addresses: [10.0.0.0/8, 'fd00::1']}]",
                "lab.networks=10.0.0.0/8",
                "journal.sync=os",
                "snapshot.interval=30s",
                "snapshot.journal-max=256MiB",
                "snapshot.keep=3",
                "journal.archive=/mnt/archive",
                "shards=3",
                "duplicates.window=2h",
                "tcc.factor=2.5",
                "accounts.capacity=1_000_000",
                "database.url=jdbc:postgresql://h/db?password=geheim",
                "cdr.retention=7d",
                "cdr.formats=csv",
                "cdr.lag-max=0s",
                "catalog.directory=/etc/ocs/catalog",
                "http.tokens=/etc/ocs/tokens",
                "alarms.webhook.url=https://hooks.example.com/ocs",
                "alarms.webhook.secret=whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");

        OcsConfig config = loader.load(null, null, assignments);

        assertThat(config.diameter().peers()).hasSize(1);
        assertThat(config.diameter().acceptUnknownPeers())
                .as("a peer table closes the lab")
                .isFalse();
        assertThat(config.journal().sync()).isEqualTo(JournalSettings.Sync.OS);
        assertThat(config.journal().snapshotInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.journal().snapshotJournalMax()).isEqualTo(256L << 20);
        assertThat(config.journal().snapshotKeep()).isEqualTo(3);
        assertThat(config.journal().archive()).hasValue(Path.of("/mnt/archive"));
        assertThat(config.charging().shards()).hasValue(3);
        assertThat(config.charging().duplicatesWindow()).isEqualTo(Duration.ofHours(2));
        assertThat(config.charging().tccFactorThousandths()).isEqualTo(2_500);
        assertThat(config.charging().accountsCapacity()).isEqualTo(1_000_000);
        assertThat(config.database()).hasToString("jdbc:postgresql://h/db?password=…");
        assertThat(config.cdr().retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.cdr().lagMax()).isEqualTo(Duration.ZERO);
        assertThat(config.cdr().formats()).containsExactly(CdrSettings.Format.CSV);
        assertThat(config.catalogDirectory()).isEqualTo(Path.of("/etc/ocs/catalog"));
        assertThat(config.http().tokens()).hasValue(Path.of("/etc/ocs/tokens"));
        assertThat(config.alarms().webhook().orElseThrow().url()).hasToString("https://hooks.example.com/ocs");
        assertThat(config.toString()).doesNotContain("geheim", "MDEyMzQ1");
    }

    /** Goal: nobody administrates a server that is no lab without saying who it is, nor from elsewhere in clear. */
    @Test
    void outsideALabTokensAreWanted() {
        String closed = "diameter.accept-unknown-peers=false";
        assertThatThrownBy(() -> loader.load(null, null, List.of(closed)))
                .hasMessageContaining("http.tokens: only in lab mode")
                .hasMessageContaining("ocs token create");
        assertThat(loader.load(null, null, List.of(closed, "http.tokens=tokens"))
                        .http()
                        .tokens())
                .hasValue(folder.resolve("tokens"));

        List<String> outside = new ArrayList<>(List.of("http.listen=0.0.0.0:8443", "http.tokens=tokens"));
        assertThatThrownBy(() -> loader.load(null, null, outside))
                .hasMessageContaining("that needs http.tokens, and http.tls.certificate and http.tls.key");
        outside.add("http.tls.certificate=ocs.pem");
        assertThatThrownBy(() -> loader.load(null, null, outside)).hasMessageContaining("belong together");
        outside.add("http.tls.key=ocs.key");
        assertThat(loader.load(null, null, outside).http().tls()).isPresent();
    }

    @Test
    void aSecretThatIsRefusedIsNotShown() {
        assertThatThrownBy(() -> loader.load(null, null, List.of("alarms.webhook.secret=whsec_c2hvcnQ=")))
                .hasMessageContaining("alarms.webhook.secret: '…' is refused: 'whsec_' and 24 to 64 octets");
        assertThatThrownBy(() -> loader.load(null, null, List.of("alarms.webhook.url=https://hooks.example.com")))
                .hasMessageContaining("alarms.webhook.secret: with alarms.webhook.url, the secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diameter.lissen=x | unknown key 'diameter.lissen'; did you mean 'diameter.listen'?",
                "jurnal.sync=batch | unknown key 'jurnal.sync'; did you mean 'journal.sync'?",
                "xyz=1 | --set: unknown key 'xyz'",
                "novalue | 'novalue': key=value is wanted",
                "journal.sync=batsh | journal.sync: 'batsh' is refused: one of batch, interval, os is wanted; did you mean 'batch'?",
                "journal.segment-size=64MB | journal.segment-size: '64MB' is refused: a size of 1MiB to 1GiB is wanted",
                "journal.segment-size=2GiB | a size of 1MiB to 1GiB is wanted",
                "snapshot.interval=5 | snapshot.interval: '5' is refused: a time of 1s to 1d is wanted",
                "snapshot.keep=1 | snapshot.keep: '1' is refused: a whole number of 2 to 100 is wanted",
                "diameter.watchdog-interval=5s | a time of 6s to 5min is wanted",
                "diameter.watchdog-interval=99999999999999d | a time of 6s to 5min is wanted",
                "shards=0 | a whole number of 1 to 64 is wanted, or auto",
                "tcc.factor=1 | a number of 1.100 to 100.000 with at most 3 decimals is wanted",
                "diameter.listen=3868 | an address like 127.0.0.1:3868",
                "diameter.listen=127.0.0.1:70000 | a port of 0 to 65535",
                "diameter.listen=::1:3868 | an address like 127.0.0.1:3868 or [::1]:3868",
                "diameter.origin-host=ocs example | a host name like ocs.example.com is wanted",
                "diameter.accept-unknown-peers=yes | true or false is wanted",
                "lab.networks=10.0.0.0 | a network like 10.0.0.0/8",
                "lab.networks=10.0.0.0/33 | a prefix of 0 to 32",
                "lab.networks=example.com/8 | a network like 10.0.0.0/8",
                "database.url=mysql://x | a URL like jdbc:postgresql://db:5432/ocs is wanted",
                "alarms.webhook.url=ftp://x | a URL like https://hooks.example.com/ocs is wanted",
                "node=a-b | 1 to 32 letters and digits are wanted",
                "http.listen=0.0.0.0:8080 | only loopback addresses are allowed",
                "diameter.listen=0.0.0.0:3868 | nobody outside may connect",
                "diameter.peers=[{realm: b}] | --set: this peer lacks origin-host",
                "diameter.peers=[{origin-hots: a}] | unknown key 'origin-hots'; did you mean 'origin-host'?",
                "diameter.peers=smf1 | peers are written as {origin-host: …",
                "diameter.peers=[{origin-host: a, realm: b, connect: 'x:0'}] | diameter.peers connect: 'x:0' is refused: a port of 1 to 65535",
                "diameter.peers=[{origin-host: a, realm: b, tls: no}] | diameter.peers tls: 'no' is refused: one of optional, required is wanted",
                "diameter.peers=[{origin-host: a, realm: b, rate-max: 0}] | diameter.peers rate-max: '0' is refused: a whole number of 1 to 1000000",
                "diameter.peers=[{origin-host: a, realm: b, connections-max: 0}] | connections-max: '0' is refused: a whole number of 1 to 4096",
                "diameter.peers=[{origin-host: a, realm: b, applications: [gx]}] | 'gx' is refused: one of credit-control, relay is wanted",
                "diameter.peers=[{origin-host: a, realm: b, applications: []}] | credit-control, relay or both are wanted",
                "diameter.peers=[{origin-host: a, realm: b}, {origin-host: A, realm: c}] | diameter.peers: A is in the table twice",
                "diameter.peers=[{origin-host: ocs.example.com, realm: b}] | ocs.example.com is this server itself",
                "diameter.peers=[{origin-host: a, realm: b, tls: required}] | a is served over TLS only, but diameter.tls.listen is empty",
                "diameter.peers=[{origin-host: a, realm: b, tls: required, connect: x}] | a is connected to over TLS: diameter.tls.certificate",
                "diameter.sctp.listen=0.0.0.0:3868 | diameter.sctp.listen: 0.0.0.0:3868 is reachable from outside, but nobody outside may connect",
            })
    void whatIsWrongOnTheCommandLineIsRefused(String assignment, String message) {
        assertThatThrownBy(() -> loader.load(null, null, List.of(assignment)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--set: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'node: n1\ndiameter:\n  lissen: []\n' | ocs.yaml:3: unknown key 'diameter.lissen'; did you mean 'diameter.listen'?",
                "'node: n1\n\nshards: many\n' | ocs.yaml:3: shards: 'many' is refused: a whole number of 1 to 64 is wanted, or auto",
                "'node: n1\nnode: n2\n' | ocs.yaml:2: node is set twice",
                "'diameter.realm: a\ndiameter:\n  realm: b\n' | ocs.yaml:3: diameter.realm is set twice, first at ocs.yaml:1",
                "'node:\n' | ocs.yaml:1: node has no value",
                "'node: [n1\n' | ocs.yaml:1: this is no YAML",
                "'- a\n' | ocs.yaml:1: a mapping of keys to values is wanted",
                "'diameter:\n  listen:\n    - 127.0.0.1:1\n    - nowhere\n' | ocs.yaml:4: diameter.listen: 'nowhere' is refused",
                "'diameter:\n  peers:\n    - origin-host: a.b\n      realm: b\n      addresses: [x]\n' | ocs.yaml:5: diameter.peers addresses: 'x' is refused",
                "'diameter:\n  peers:\n    - {origin-host: a.b, realm: b, profile: opn5gs}\n' | ocs.yaml:3: diameter.peers: there is no profile 'opn5gs', which a.b has; did you mean 'open5gs'?",
                "'diameter:\n  profiles:\n    - {name: smf, trigers: [change-in-rat]}\n' | ocs.yaml:3: unknown key 'trigers'; did you mean 'triggers'?",
                "'diameter:\n  profiles:\n    - {name: smf, triggers: [change-in-rad]}\n' | ocs.yaml:3: diameter.profiles triggers: 'change-in-rad' is refused",
                "'diameter:\n  profiles:\n    - name: smf\n      failure-handling: retry\n' | ocs.yaml:4: diameter.profiles failure-handling: 'retry' is refused: one of terminate, continue, retry-and-terminate is wanted",
                "'diameter:\n  profiles:\n    - {balance: true}\n' | ocs.yaml:3: this profile lacks name",
                "'diameter:\n  profiles:\n    - {name: smf, products: [FreeDiameter]}\n' | ocs.yaml:3: diameter.profiles: the product 'FreeDiameter' tells both open5gs and smf",
                "'diameter:\n  profiles:\n    - {name: smf, low-balance: -1}\n' | ocs.yaml:3: diameter.profiles low-balance: '-1' is refused: an amount like 5.00",
                "'usage:\n  implausible: never\n' | ocs.yaml:2: usage.implausible: 'never' is refused: one of bound, reported is wanted",
            })
    void whatIsWrongInTheFileIsRefusedWithItsLine(String text, String message) throws IOException {
        Path file = write(text);

        assertThatThrownBy(() -> loader.load(file, null, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void tlsWantsItsFilesAndHasAPortOfItsOwn() {
        List<String> assignments = new ArrayList<>(List.of("diameter.tls.listen=127.0.0.1,[::1],127.0.0.1:5658"));
        for (String key : List.of("certificate", "key", "trust")) {
            assertThatThrownBy(() -> loader.load(null, null, assignments))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("diameter.tls." + key + ": with diameter.tls.listen, a file");
            assignments.add("diameter.tls." + key + "=" + key + ".pem");
        }

        TlsSettings tls = loader.load(null, null, assignments).diameter().tls().orElseThrow();

        assertThat(tls.listen())
                .map(HostPort::toString)
                .containsExactly("127.0.0.1:5868", "[::1]:5868", "127.0.0.1:5658");
        assertThat(tls.certificate()).isAbsolute().hasFileName("certificate.pem");
        assertThatThrownBy(() -> loader.load(null, null, List.of("diameter.listen=")))
                .hasMessageContaining("at least one address");
        assignments.set(0, "diameter.tls.listen=10.0.0.1");
        assertThatThrownBy(() -> loader.load(null, null, assignments))
                .hasMessageContaining("diameter.tls.listen: 10.0.0.1:5868 is reachable from outside");
    }

    @Test
    void aPeerMayBeConnectedToAndLimited() {
        List<String> assignments = List.of(
                "diameter.listen=",
                "diameter.tls.certificate=ocs.pem",
                "diameter.tls.key=ocs.key",
                "diameter.tls.trust=trust.pem",
                "http.tokens=tokens",
                "diameter.peers=[{origin-host: a, realm: r, connect: 10.0.0.1, rate-max: 2000, connections-max: 2,"
                        + " applications: [credit-control]}, {origin-host: b, realm: r, connect: 'b.example.org',"
                        + " tls: required}, {origin-host: c, realm: r, connect: '[::1]:3869', tls: optional}]");

        DiameterSettings diameter = loader.load(null, null, assignments).diameter();

        PeerSettings first = diameter.peers().get(0);
        assertThat(first.connect()).hasValue(new HostPort("10.0.0.1", 3868));
        assertThat(first.rateMax()).isEqualTo(2000);
        assertThat(first.connectionsMax()).isEqualTo(2);
        assertThat(first.applications()).containsExactly(PeerSettings.Application.CREDIT_CONTROL);
        assertThat(first.tlsRequired()).isFalse();
        PeerSettings second = diameter.peers().get(1);
        assertThat(second.connect()).hasValue(new HostPort("b.example.org", 5868));
        assertThat(second.tlsRequired()).isTrue();
        assertThat(second.applications()).hasSize(2);
        assertThat(second.rateMax()).isZero();
        assertThat(second.connectionsMax()).isZero();
        assertThat(diameter.peers().get(2).connect()).hasValue(new HostPort("::1", 3869));
        assertThat(diameter.tls().orElseThrow().listen()).isEmpty();
    }

    @Test
    void aMissingFileIsRefused() {
        assertThatThrownBy(() -> loader.load(Path.of("none.yaml"), null, List.of()))
                .hasMessage("none.yaml: there is no such configuration file");
    }

    @Test
    void listeningOutsideNeedsPeersOrALabOutside() {
        String listen = "diameter.listen=0.0.0.0:3868";

        assertThat(loader.load(null, null, List.of(listen, "lab.networks=10.0.0.0/8")))
                .isNotNull();
        assertThat(loader.load(
                        null, null, List.of(listen, "diameter.peers=[{origin-host: a, realm: b}]", "http.tokens=t")))
                .isNotNull();
        assertThatThrownBy(() -> loader.load(
                        null, null, List.of(listen, "lab.networks=10.0.0.0/8", "diameter.accept-unknown-peers=false")))
                .hasMessageContaining("nobody outside may connect");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("ocs.yaml"), text);
    }

    private Path emptyFile() throws IOException {
        return Files.writeString(folder.resolve("empty.yaml"), "");
    }

    @Test
    void aProfileChangesWhatItSaysOfTheBuiltInOne() throws IOException {
        Path file = write(
                """
                diameter:
                  profiles:
                    - name: open5gs
                      balance: true
                      low-balance: 2.50
                    - name: smf
                      products: [Acme-SMF]
                      session-failover: supported
                      failure-handling: retry-and-terminate
                      tariff-time-change: true
                      triggers: [change-in-rat, changeinlocation-mcc]
                """);

        var profiles = loader.load(file, null, List.of()).diameter().profiles();

        assertThat(profiles).containsOnlyKeys("default", "open5gs", "kamailio", "smf");
        assertThat(profiles.get("kamailio").profile()).isEqualTo(ClientProfile.KAMAILIO);
        ClientProfile open5gs = profiles.get("open5gs").profile();
        assertThat(open5gs.balance()).isTrue();
        assertThat(open5gs.lowBalanceMicros()).isEqualTo(2_500_000);
        assertThat(open5gs.adviceOfCharge()).isFalse();
        assertThat(profiles.get("open5gs").products()).contains("freeDiameter");
        ClientProfile smf = profiles.get("smf").profile();
        assertThat(smf.failureHandling())
                .isEqualTo(new FailureHandling(
                        FailureHandling.SessionFailover.SUPPORTED,
                        FailureHandling.CreditControl.RETRY_AND_TERMINATE,
                        null));
        assertThat(smf.tariffTimeChange()).isTrue();
        assertThat(smf.adviceOfCharge()).isTrue();
        assertThat(smf.triggers()).containsExactly(TriggerType.CHANGE_IN_RAT, TriggerType.CHANGEINLOCATION_MCC);
    }

    @Test
    void howMuchIsBelievedCanBeSaid() throws IOException {
        Path file = write("usage:\n  grant-factor: 1.5\n  time-tolerance: 5min\n  implausible: reported\n");

        assertThat(loader.load(file, null, List.of()).charging().usageBound())
                .isEqualTo(new UsageBound(1_500, 300_000, UsageBound.Charge.REPORTED));
        assertThat(loader.load(emptyFile(), null, List.of()).charging().usageBound())
                .isEqualTo(UsageBound.DEFAULT);
    }
}
