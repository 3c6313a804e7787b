package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: Wireshark's dissector, a third opinion, finds nothing malformed in what we send, and knows every AVP of it. */
class TsharkTest {

    private static final int LINK_TYPE_RAW_IP = 101;
    private static final int PORT = 3868;
    private static final String WRONG = "_ws.malformed || _ws.expert.severity >= \"Error\" || diameter.avp.invalid-data"
            + " || diameter.avp.invalid-len";
    /** To it that is a warning only. */
    private static final String UNKNOWN = "diameter.avp.code.unknown";

    private static final Pattern UNKNOWN_CODE = Pattern.compile("AVP: Unknown\\((\\d+)\\)");
    /** QoS-Final-Unit-Indication (RFC 8506 §8.68), which is in no dictionary of Wireshark 4.0. */
    private static final Set<String> TOO_NEW = Set.of("669");

    @TempDir
    Path folder;

    @Test
    void nothingWeSendIsMalformedOrUnknown() throws Exception {
        Assumptions.assumeTrue(isInstalled(), "tshark is not installed");
        List<byte[]> messages = EncodedMessages.all();
        Path pcap = folder.resolve("messages.pcap");
        write(pcap, messages);
        assertThat(tshark(pcap, "diameter").lines()).hasSize(messages.size());
        assertThat(tshark(pcap, WRONG)).isEmpty();
        assertThat(unknownCodes(pcap)).isSubsetOf(TOO_NEW);
    }

    /** Goal: the opinion can be a bad one. */
    @Test
    void whatIsUnknownOrCutOffIsFound() throws Exception {
        Assumptions.assumeTrue(isInstalled(), "tshark is not installed");
        Path pcap = folder.resolve("wrong.pcap");
        write(pcap, List.of(Ccr.initial().add(AvpBuilder.u32(9_999, 1)).bytes()));
        assertThat(unknownCodes(pcap)).containsExactly("9999");
        byte[] cutOff = Ccr.dwr("a");
        cutOff[27] = (byte) (cutOff[27] + 8); // the length of its first AVP
        write(pcap, List.of(cutOff));
        assertThat(tshark(pcap, WRONG).lines()).hasSize(1);
    }

    /** Codes of the AVPs that it does not know. */
    private static Set<String> unknownCodes(Path pcap) throws Exception {
        return UNKNOWN_CODE
                .matcher(tshark(pcap, UNKNOWN, "-V"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("tshark", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            System.out.println("notice: tshark is not installed: its opinion on our messages is not asked (" + e + ")");
            return false;
        }
    }

    private static String tshark(Path pcap, String filter, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", pcap.toString(), "-Y", filter));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }

    /** A packet capture of one TCP stream, one segment per message. */
    private static void write(Path pcap, List<byte[]> messages) throws IOException {
        try (OutputStream out = Files.newOutputStream(pcap)) {
            out.write(ByteBuffer.allocate(24)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0xa1b2c3d4)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0x40000)
                    .putInt(LINK_TYPE_RAW_IP)
                    .array());
            int sequence = 1;
            for (byte[] message : messages) {
                byte[] packet = packet(sequence, message);
                out.write(ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(1)
                        .putInt(0)
                        .putInt(packet.length)
                        .putInt(packet.length)
                        .array());
                out.write(packet);
                sequence += message.length;
            }
        }
    }

    private static byte[] packet(int sequence, byte[] payload) {
        int length = 40 + payload.length;
        return ByteBuffer.allocate(length)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) length)
                .putInt(0)
                .put((byte) 64)
                .put((byte) 6) // TCP
                .putShort((short) 0)
                .putInt(0x7f000001)
                .putInt(0x7f000002)
                .putShort((short) PORT)
                .putShort((short) 40_000)
                .putInt(sequence)
                .putInt(1)
                .put((byte) 0x50)
                .put((byte) 0x18) // PSH, ACK
                .putShort((short) 8192)
                .putInt(0)
                .put(payload)
                .array();
    }
}
