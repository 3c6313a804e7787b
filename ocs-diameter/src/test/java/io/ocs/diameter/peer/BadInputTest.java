package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: every kind of bad input has the reaction that the specifications ask for, and a good client is served before and after each. */
class BadInputTest {

    private static final int CER = 257;
    private static final int DPR = 282;
    private static final int CCR = 272;
    /** As many as there were when this was written, less a few: kinds do not get lost unseen. */
    private static final int KINDS_MIN = 580;

    private static ServerFixture fixture;
    private static TestClient good;
    /** The connection of the bad peer, while the reactions leave it open. */
    private static TestClient bad;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ServerFixture();
        good = fixture.client("good.example.com");
    }

    @AfterAll
    static void stop() throws Exception {
        good.close();
        leave();
        fixture.close();
    }

    static Stream<BadInput> inputs() {
        return BadInputs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void hasItsReaction(BadInput input) throws Exception {
        assertServed(good);
        try {
            react(input);
        } catch (Exception | AssertionError e) {
            leave();
            throw e;
        }
        assertServed(good);
    }

    @Test
    void kindsAreCountedByRuleAndPlace() {
        List<BadInput> all = BadInputs.all();
        Set<String> kinds = all.stream().map(BadInput::name).collect(Collectors.toSet());
        assertThat(kinds).hasSameSizeAs(all).hasSizeGreaterThanOrEqualTo(KINDS_MIN);
        assertThat(all).allSatisfy(input -> assertThat(input.source()).containsPattern("(RFC|TS) [0-9.]+ §[0-9.]+"));
        Set<Integer> codes = all.stream().map(BadInput::resultCode).collect(Collectors.toSet());
        assertThat(codes)
                .contains(3001, 3002, 3003, 3005, 3007, 3008, 3009)
                .contains(5001, 5004, 5005, 5007, 5008, 5009, 5010, 5011, 5012, 5013, 5014, 5015, 5016, 5017);
    }

    private static void assertServed(TestClient client) throws Exception {
        assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
    }

    private static void react(BadInput input) throws Exception {
        if (input.stranger()) {
            try (TestClient stranger = new TestClient(fixture.address)) {
                react(input, stranger);
            }
            return;
        }
        if (bad == null) {
            bad = fixture.client("bad.example.com");
        }
        react(input, bad);
        boolean gone = input.reaction() == BadInput.Reaction.ANSWERED_AND_CLOSED
                || (command(input) == DPR && input.resultCode() == 2001);
        if (gone) {
            leave();
        }
    }

    private static void leave() throws Exception {
        if (bad != null) {
            bad.close();
            bad = null;
        }
    }

    private static void react(BadInput input, TestClient client) throws Exception {
        client.send(input.octets());
        switch (input.reaction()) {
            case ANSWERED -> {
                assertAnswer(input, client.receive());
                assertServesOn(input, client);
            }
            case ANSWERED_AND_CLOSED -> {
                assertAnswer(input, client.receive());
                assertThat(client.drain()).isZero();
            }
            case IGNORED -> assertServed(client); // the first answer is the one to this
            case CLOSED -> assertThat(client.drain()).isZero();
        }
    }

    private static void assertServesOn(BadInput input, TestClient client) throws Exception {
        if (command(input) == DPR && input.resultCode() == 2001) {
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(3004);
        } else {
            assertServed(client);
        }
    }

    private static int command(BadInput input) {
        byte[] octets = input.octets();
        return ((octets[5] & 0xff) << 16) | ((octets[6] & 0xff) << 8) | (octets[7] & 0xff);
    }

    private static void assertAnswer(BadInput input, Parsed answer) throws Exception {
        assertThat(answer.resultCode()).isEqualTo(input.resultCode());
        assertHeader(input, answer);
        assertThat(answer.text(264)).isEqualTo(ServerFixture.HOST);
        assertThat(answer.text(296)).isEqualTo("example.com");
        assertThat(answer.has(282)).as("Route-Record").isFalse();
        assertFailed(input, answer);
        if (input.resultCode() == 2001) {
            assertThat(answer.has(281)).as("Error-Message").isFalse();
        } else {
            assertThat(answer.text(281)).as("Error-Message").isNotBlank();
        }
    }

    private static void assertHeader(BadInput input, Parsed answer) {
        byte[] asked = input.octets();
        byte[] octets = answer.octets();
        assertThat(answer.isRequest()).isFalse();
        assertThat(answer.isProxiable()).as("P bit").isEqualTo((asked[4] & 0x40) != 0);
        assertThat(octets[4] & 0x1f).as("T bit and reserved bits").isZero();
        assertThat(Arrays.copyOfRange(octets, 5, 20)).as("command and ids").isEqualTo(Arrays.copyOfRange(asked, 5, 20));
        boolean protocolError = input.resultCode() / 1000 == 3;
        assertThat(answer.isError()).as("E bit").isEqualTo(protocolError || !meetsGrammar(answer));
    }

    /** Whether the answer has what its command asks for; a 5xxx without that carries the E bit (RFC 6733 §7.1.5). */
    private static boolean meetsGrammar(Parsed answer) {
        return switch (answer.command()) {
            case CCR -> answer.has(263) && answer.has(416) && answer.has(415);
            case CER -> answer.has(257);
            default -> true;
        };
    }

    /** RFC 6733 §7.5: each group holds only what leads to the offending AVP. */
    private static void assertFailed(BadInput input, Parsed answer) throws Exception {
        int[] path = input.failedPath();
        if (path.length == 0) {
            assertThat(answer.has(279)).as("Failed-AVP").isFalse();
            return;
        }
        AvpSet set = answer.members(279);
        for (int i = 0; i < path.length; i++) {
            Avp avp = set.getAvpByIndex(0);
            assertThat(avp.getCode()).as("Failed-AVP, level %d", i).isEqualTo(path[i]);
            if (i < path.length - 1) {
                assertThat(set.size()).as("members at level %d", i).isEqualTo(1);
                set = avp.getGrouped();
            } else {
                assertOffending(input, answer, avp.getRaw());
            }
        }
    }

    /** A missing AVP is shown as zeros; another one as it was sent, unless its length cannot be or it is huge. */
    private static void assertOffending(BadInput input, Parsed answer, byte[] data) {
        if (input.resultCode() == 5005) {
            assertThat(data).as("example of what is missing").isEqualTo(new byte[data.length]);
        } else if (input.resultCode() == 5016) { // jDiameter reads such an AVP otherwise
            assertThat(indexOf(answer.octets(), BadAvps.VENDOR_0)).isNotNegative();
        } else if (input.resultCode() != 5014) {
            assertThat(indexOf(input.octets(), data))
                    .as("the offending AVP as it was sent")
                    .isNotNegative();
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }
}
