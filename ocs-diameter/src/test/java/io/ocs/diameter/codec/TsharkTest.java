package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ocs.core.ResultCode;
import io.ocs.diameter.support.Ccr;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: Wireshark's dissector, a third opinion, finds nothing malformed in what we send. */
class TsharkTest {

    private static final int LINK_TYPE_RAW_IP = 101;
    private static final int PORT = 3868;
    private final CodecFixture fixture = new CodecFixture();

    @TempDir
    Path folder;

    @Test
    void nothingWeSendIsMalformed() throws Exception {
        Assumptions.assumeTrue(isInstalled(), "tshark is not installed");
        List<byte[]> messages = new ArrayList<>(List.of(baseMessages()));
        for (long seed = 0; seed < 200; seed++) {
            messages.add(fixture.encode(GeneratedAnswers.exchange(fixture, new SplittableRandom(seed))));
        }
        messages.addAll(errorAnswers());
        Path pcap = folder.resolve("answers.pcap");
        write(pcap, messages);
        assertThat(tshark(pcap, "diameter").lines()).hasSize(messages.size());
        assertThat(tshark(pcap, "_ws.malformed || _ws.expert.severity >= \"Error\""))
                .isEmpty();
    }

    private static byte[] baseMessages() throws IOException {
        BaseMessages base = new BaseMessages(new LocalNode("ocs.example.com", "example.com", "OCS", 1));
        ByteBuf cer = Unpooled.wrappedBuffer(Ccr.cer("client.example.com", 4));
        ByteBuf out = Unpooled.buffer();
        base.capabilitiesAnswer(cer, 0, ResultCode.SUCCESS, InetAddress.getByAddress(new byte[16]), null, out);
        base.watchdogAnswer(Unpooled.wrappedBuffer(Ccr.dwr("a")), 0, out);
        base.disconnectAnswer(Unpooled.wrappedBuffer(Ccr.dpr("a")), 0, out);
        base.watchdogRequest(5, out);
        base.disconnectRequest(6, 2, out);
        return ByteBufUtil.getBytes(out);
    }

    private List<byte[]> errorAnswers() {
        List<byte[]> answers = new ArrayList<>();
        ErrorAnswer errorAnswer = new ErrorAnswer(new LocalNode("ocs.example.com", "example.com", "OCS", 1));
        for (int code : new int[] {263, 264, 296, 283, 258, 461, 416, 415}) {
            byte[] message = Ccr.initial().without(code).bytes();
            try {
                fixture.decode(message);
                throw new AssertionError("accepted without AVP " + code);
            } catch (DiameterException e) {
                ByteBuf out = Unpooled.buffer();
                errorAnswer.encode(Unpooled.wrappedBuffer(message), 0, message.length, e, out);
                answers.add(ByteBufUtil.getBytes(out));
            }
        }
        return answers;
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

    private static String tshark(Path pcap, String filter) throws Exception {
        Process process = new ProcessBuilder("tshark", "-n", "-r", pcap.toString(), "-Y", filter)
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
