package io.ocs.server.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.RatingVersions;
import io.ocs.core.charging.RatingVersions.RunningSessions;
import io.ocs.core.time.ManualClock;
import io.ocs.rating.catalog.Rule;
import io.ocs.server.catalog.CatalogRefusal.Why;
import io.ocs.server.catalog.CatalogVersion.Origin;
import io.ocs.server.catalog.LiveCatalog.Applied;
import io.ocs.server.catalog.LiveCatalog.Change;
import io.ocs.server.catalog.LiveCatalog.Configured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a catalogue comes into force whole or not at all, each version can be taken back, and a start knows which one it was. */
class LiveCatalogTest {
    private static final long START_MS = 1_767_225_600_000L;

    @TempDir
    Path folder;

    private Path directory;
    private Path data;
    private final ManualClock clock = new ManualClock(START_MS);
    private final NoShards shards = new NoShards();
    private LiveCatalog live;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createDirectory(folder.resolve("offers"));
        data = folder.resolve("catalog");
        write(offer("plain", 1));
        open(Set.of());
    }

    @AfterEach
    void stop() {
        live.close();
    }

    private void open(Set<Integer> codes) throws IOException {
        live = LiveCatalog.open(CatalogStore.open(data), Configured.read(directory), RunningSessions.KEEP, clock);
        live.begin(shards, codes);
    }

    private void restart() throws IOException {
        live.close();
        open(Set.of());
    }

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve("offers.yaml"), yaml);
    }

    private static String offer(String name, int amount) {
        return """
                offers:
                  - name: %s
                    currency: EUR
                    prices: [{name: sms, match: {service: sms}, amount: %d, rounding: {mode: up, decimals: 2}}]
                """
                .formatted(name, amount);
    }

    private static Map<String, byte[]> files(String yaml) {
        return Map.of("offers.yaml", yaml.getBytes(UTF_8));
    }

    private Applied apply(String yaml, int expected) {
        return done(live.apply(files(yaml), new Change("anna", "a test", expected), false));
    }

    private static Applied done(CompletableFuture<Applied> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    /** Goal: what is hardly meant does not come into force; a server that has it starts, and may go back to it. */
    @Test
    void aCatalogueThatDoesNotSayHowItRoundsIsRefusedButNotAtAStart() throws IOException {
        String unstated = offer("plain", 7).replace(", rounding: {mode: up, decimals: 2}", "");
        assertThatThrownBy(() -> apply(unstated, 0)).isInstanceOfSatisfying(CatalogRefusal.class, refusal -> {
            assertThat(refusal.why()).isEqualTo(Why.BAD_CATALOG);
            assertThat(refusal.problems()).singleElement().satisfies(problem -> assertThat(problem.rule())
                    .isEqualTo(Rule.ROUNDING_UNSTATED));
        });
        assertThat(live.version().number()).isEqualTo(1);
        write(unstated);
        restart();
        assertThat(live.version().number()).isEqualTo(2);
        apply(offer("plain", 8), 2);
        assertThat(done(live.rollBack(2, new Change("anna", "back", 3)))
                        .version()
                        .of())
                .isEqualTo(2);
    }

    @Test
    void theDirectoryIsTheFirstVersion() {
        CatalogVersion first = live.version();
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.origin()).isEqualTo(Origin.DIRECTORY);
        assertThat(first.by()).isEqualTo("start");
        assertThat(first.atMs()).isEqualTo(START_MS);
        assertThat(first.sha256()).isEqualTo(live.catalog().version());
        assertThat(shards.rating.number()).isEqualTo(1);
    }

    @Test
    void aVersionIsAppliedRolledBackAndRemembered() throws IOException {
        Applied second = apply(offer("plain", 2), 1);
        assertThat(second.isNew()).isTrue();
        assertThat(second.version().number()).isEqualTo(2);
        assertThat(shards.rating.number()).isEqualTo(2);
        assertThat(shards.rating.held()).containsExactly(1);
        String hashOfSecond = live.catalog().version();

        Applied back = done(live.rollBack(1, new Change("bob", "too dear", 2)));
        assertThat(back.version().number()).isEqualTo(3);
        assertThat(back.version().of()).isEqualTo(1);
        assertThat(live.catalog().version()).isNotEqualTo(hashOfSecond);

        restart();
        assertThat(live.version()).isEqualTo(back.version());
        assertThat(live.history())
                .extracting(CatalogVersion::by, CatalogVersion::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("start", "first start"),
                        org.assertj.core.groups.Tuple.tuple("anna", "a test"),
                        org.assertj.core.groups.Tuple.tuple("bob", "too dear"));
        assertThat(live.history().get(0).sha256()).isEqualTo(live.version().sha256());
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceAndNothingChanges() {
        CatalogVersion before = live.version();
        assertThatThrownBy(() -> apply(offer("plain", 2).replace("amount: 2", "amuont: 2, set-up: -1"), 0))
                .isInstanceOfSatisfying(CatalogRefusal.class, refusal -> {
                    assertThat(refusal.why()).isEqualTo(Why.BAD_CATALOG);
                    assertThat(refusal.problems()).anySatisfy(problem -> assertThat(problem.toString())
                            .startsWith("offers.yaml:4: ")
                            .contains("did you mean 'amount'"));
                });
        assertThat(live.version()).isEqualTo(before);
        assertThat(shards.rating.number()).isEqualTo(1);
        assertThat(live.history()).hasSize(1);
    }

    /** Goal: of two operators at once one is told who was faster, and the catalogue of the other stays. */
    @Test
    void whoMeansToReplaceAnotherVersionIsRefused() {
        CompletableFuture<Applied> anna = live.apply(files(offer("plain", 2)), new Change("anna", "january", 1), false);
        CompletableFuture<Applied> bob = live.apply(files(offer("plain", 3)), new Change("bob", "promotion", 1), false);
        assertThat(done(anna).version().number()).isEqualTo(2);
        assertThatThrownBy(() -> done(bob)).isInstanceOfSatisfying(CatalogRefusal.class, refusal -> {
            assertThat(refusal.why()).isEqualTo(Why.VERSION_CHANGED);
            assertThat(refusal).hasMessageContaining("version 2 of the catalogue is in force, by 'anna': january");
        });
        assertThat(live.version().number()).isEqualTo(2);
        assertThat(live.version().by()).isEqualTo("anna");
    }

    @Test
    void theSameContentIsNoNewVersionWhoeverExpectsWhat() {
        apply(offer("plain", 2), 1);
        Applied repeat = apply(offer("plain", 2), 1);
        assertThat(repeat.isNew()).isFalse();
        assertThat(repeat.version().number()).isEqualTo(2);
        assertThat(live.history()).hasSize(2);
    }

    @Test
    void lookingChangesNothing() {
        Applied looked = done(live.apply(files(offer("plain", 2)), new Change("anna", "a look", 0), true));
        assertThat(looked.version().number()).isEqualTo(1);
        assertThat(live.history()).hasSize(1);
        assertThat(shards.rating.number()).isEqualTo(1);
    }

    /** Goal: nobody is left without a price list. */
    @Test
    void anOfferThatSubscribersHaveCannotBeLeftOut() {
        shards.offersTaken.add(RatingFunction.offerKey("plain"));
        assertThatThrownBy(() -> apply(offer("other", 1), 0)).isInstanceOfSatisfying(CatalogRefusal.class, refusal -> {
            assertThat(refusal.why()).isEqualTo(Why.OFFER_IN_USE);
            assertThat(refusal).hasMessageContaining("no offer plain, which subscribers have");
        });
        assertThat(live.isWithdrawn("plain")).isFalse();
        shards.offersTaken.clear();
        assertThat(apply(offer("other", 1), 0).version().number()).isEqualTo(2);
    }

    @Test
    void aVersionThatIsNotThereCannotBeTakenBack() {
        assertThatThrownBy(() -> done(live.rollBack(7, new Change("anna", "back", 0))))
                .isInstanceOfSatisfying(CatalogRefusal.class, refusal -> assertThat(refusal.why())
                        .isEqualTo(Why.UNKNOWN_VERSION));
    }

    /** Goal: another content of the directory is the next version; one that was a version before changes nothing by a restart. */
    @Test
    void aStartTakesTheDirectoryOnlyIfItIsNew() throws IOException {
        apply(offer("plain", 2), 0);
        restart();
        assertThat(live.version().number())
                .as("the directory is that of version 1")
                .isEqualTo(2);
        write(offer("plain", 3));
        restart();
        assertThat(live.version().number()).isEqualTo(3);
        assertThat(live.version().reason()).isEqualTo("the directory has another content");
        write(offer("plain", 1));
        restart();
        assertThat(live.version().number()).as("it was version 1").isEqualTo(3);
        assertThat(done(live.reload(new Change("jmx", "really", 0))).version().number())
                .as("asked for, it comes back")
                .isEqualTo(4);
    }

    /** Goal: sessions find the version they go by after a restart; others are not read, and not kept for ever. */
    @Test
    void versionsThatSessionsGoByAreThereAfterARestart() throws IOException {
        apply(offer("plain", 2), 0);
        apply(offer("plain", 3), 0);
        live.close();
        open(Set.of(RatingVersions.code(2), RatingVersions.code(3), RatingVersions.code(99)));
        assertThat(live.held()).containsExactly(2);
        assertThat(shards.rating.held()).containsExactly(2);
    }

    @Test
    void whatACrashLeavesHalfIsNoVersion() throws IOException {
        apply(offer("plain", 2), 0);
        live.close();
        Files.createDirectory(data.resolve("content").resolve("0123.tmp"));
        Files.writeString(data.resolve("content/0123.tmp/offers.yaml"), "offers:");
        Files.writeString(data.resolve("versions/000003.json.tmp"), "{\"number\":");
        open(Set.of());
        assertThat(live.version().number()).isEqualTo(2);
        assertThat(data.resolve("content/0123.tmp")).doesNotExist();
        assertThat(data.resolve("versions/000003.json.tmp")).doesNotExist();
        assertThat(apply(offer("plain", 3), 2).version().number()).isEqualTo(3);
    }

    @Test
    void aMissingOrDamagedVersionStopsTheStart() throws IOException {
        apply(offer("plain", 2), 0);
        apply(offer("plain", 3), 0);
        live.close();
        Path second = data.resolve("versions/000002.json");
        byte[] octets = Files.readAllBytes(second);
        Files.delete(second);
        assertThatThrownBy(() -> CatalogStore.open(data))
                .hasMessageContaining("000003.json is not the version that follows 1");
        Files.writeString(second, "{");
        assertThatThrownBy(() -> CatalogStore.open(data)).hasMessageContaining("000002.json is no note of a version");
        Files.write(second, octets);
        open(Set.of());
        assertThat(live.version().number()).isEqualTo(3);
    }

    /** Goal: the history does not fill the disk. */
    @Test
    void onlyTheNewestVersionsAreKept() throws IOException {
        CatalogStore store = CatalogStore.open(folder.resolve("many"));
        for (int i = 1; i <= CatalogStore.VERSIONS_MAX + 3; i++) {
            String hash = "hash" + i % 5 + (i == 1 ? "only" : "");
            store.append(
                    new java.util.TreeMap<>(files(offer("plain", i))),
                    new CatalogVersion(0, hash, "test", i, "r", Origin.APPLIED, 0));
        }
        assertThat(store.versions()).hasSize(CatalogStore.VERSIONS_MAX);
        assertThat(store.versions().get(0).number()).isEqualTo(4);
        assertThat(folder.resolve("many/content/hash1only")).doesNotExist();
        assertThat(folder.resolve("many/content/hash2")).exists();
        assertThat(CatalogStore.open(folder.resolve("many")).versions()).isEqualTo(store.versions());
    }
}
