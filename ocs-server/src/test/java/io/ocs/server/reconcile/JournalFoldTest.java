package io.ocs.server.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.reconcile.Ledger.BucketKey;
import io.ocs.server.reconcile.Ledger.Holding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folds journals written by hand: 10 EUR credited, a session that reserves 2, uses 1.5, reserves 3, and perhaps ends. */
class JournalFoldTest {
    private static final int OPENING = 0;
    private static final int FORFEITED = 5;
    private static final int OPENED = 1;
    private static final int CLOSED = 2;
    private static final long EUR = 1_000_000;

    @TempDir
    private Path folder;

    private static JournalOctets openSession() {
        return new JournalOctets()
                .balance(7, OPENING, 10 * EUR, 10 * EUR, 1)
                .request(OPENED, 1, 0, 0, 0, 2 * EUR, 0)
                .request(0, 2, 1, 3 * EUR / 2, 17 * EUR / 2, 3 * EUR, 2);
    }

    /** What a fold of all that is in the folder has found. */
    private record Folded(JournalFold fold, List<Charge.Key> charges, List<String> problems) {
        static Folded of(Path folder) throws IOException {
            Problems problems = new Problems();
            List<Charge.Key> charges = new ArrayList<>();
            JournalFold.Listener keys = new JournalFold.Listener() {
                @Override
                public void charge(SegmentScan.Place place, Charge.Key key, Charge charge, String offer) {
                    charges.add(key);
                }
            };
            JournalFold fold = new JournalFold(problems, List.of(keys, new RequestLog(problems)));
            for (Path journal : Segments.journals(folder)) {
                new SegmentScan(journal, problems).run(0, SegmentScan.END, (type, place, body) -> {
                    fold.record(type, place, body);
                    return true;
                });
            }
            return new Folded(fold, charges, problems.first());
        }

        Ledger ledger() {
            return fold.ledger();
        }
    }

    private Folded fold(JournalOctets octets) throws IOException {
        return Folded.of(octets.write(folder));
    }

    private Reconciliation reconcile() throws IOException {
        return new Reconciler(folder).run();
    }

    @Test
    void aReservationReplacesTheOneBefore() throws IOException {
        Folded fold = fold(openSession());

        assertThat(fold.problems()).isEmpty();
        assertThat(fold.ledger().holdings())
                .containsOnly(java.util.Map.entry(new BucketKey(7, 0), new Holding("EUR", 17 * EUR / 2, 3 * EUR)));
        assertThat(fold.ledger().flows().get("EUR").spent).isEqualTo(3 * EUR / 2);
        assertThat(fold.charges()).containsExactly(new Charge.Key(1, 0, 1), new Charge.Key(1, 0, 2));
    }

    @Test
    void theEndReleasesWhatIsLeft() throws IOException {
        Folded fold = fold(openSession().request(CLOSED, 3, 2, EUR / 2, 8 * EUR, 0, 3));

        assertThat(fold.ledger().holdings().get(new BucketKey(7, 0))).isEqualTo(new Holding("EUR", 8 * EUR, 0));
        assertThat(reconcile().allEqual()).isTrue();
    }

    @Test
    void whatIsForfeitedIsATermOfItsOwn() throws IOException {
        Folded fold = fold(openSession().request(CLOSED, 3, 2, 0, 0, 0, 0).balance(7, FORFEITED, -17 * EUR / 2, 0, 3));

        assertThat(fold.ledger().flows().get("EUR").forfeited).isEqualTo(17 * EUR / 2);
        assertThat(reconcile().allEqual()).isTrue();
    }

    @Test
    void aBalanceThatDoesNotFollowIsNamed() throws IOException {
        fold(openSession().request(CLOSED, 3, 2, EUR / 2, 8 * EUR + 1, 0, 3));

        Reconciliation result = reconcile();
        assertThat(result.allEqual()).isFalse();
        assertThat(result.firstDifference().orElseThrow()).contains("account 7, bucket 0", "8.000000", "8.000001");
        assertThat(result.lines().get(1).difference()).contains("accounted for 10.000001");
    }

    @Test
    void theSameRequestTwiceIsNamed() throws IOException {
        Folded fold = fold(openSession().request(0, 2, 1, 0, 0, 3 * EUR, 0));

        assertThat(fold.problems()).singleElement().asString().contains("UPDATE 1 of session s;1", "twice");
    }

    @Test
    void aRecordNumberThatIsLeftOutOrRepeatedIsNamed() throws IOException {
        assertThat(fold(openSession().request(0, 2, 2, EUR, 15 * EUR / 2, 0, 4)).problems())
                .singleElement()
                .asString()
                .contains("record 1-0-4 follows record 1-0-2");
    }

    @Test
    void everyBitOfEveryFrameMatters() throws IOException {
        Path segment = openSession().write(folder).resolve("shard-0/journal/segment-0000000000000001.journal");
        byte[] sound = Files.readAllBytes(segment);
        int end = sound.length;
        while (sound[end - 1] == 0) {
            end--;
        }
        for (int at = 4096; at < end; at++) {
            byte[] flipped = sound.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            Files.write(segment, flipped);
            assertThat(Folded.of(folder).problems())
                    .as("octet %d", at)
                    .isNotEmpty()
                    .first()
                    .asString()
                    .contains("segment-0000000000000001.journal, octet ");
        }
    }

    @Test
    void aJournalWithoutItsBeginningIsNotFolded() throws IOException {
        Path journal = openSession().write(folder).resolve("shard-0/journal");
        Files.delete(journal.resolve("segment-0000000000000001.journal"));

        assertThat(Folded.of(folder).problems()).singleElement().asString().contains("beginning is not there");
    }
}
