package io.ocs.sim;

import static io.ocs.sim.ServiceUnits.ABSENT;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.ocs.sim.NoAnswerException.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the network elements asked and were told: one JSON object a line for every request sent and its answer. All amounts
 * are whole numbers; what was not in the message is not in the line. Safe on any thread.
 *
 * <pre>{@code
 * {"timeMs":1795346203123,"latencyUs":812,"session":"sim.example.com;…","service":"32251@3gpp.org","type":"UPDATE",
 *  "number":1,"retransmitted":false,"subscriptions":[{"type":1,"data":"001010000000001"},…],
 *  "services":[{"ratingGroup":1,"requested":{"totalOctets":1000000},
 *               "used":{"seconds":3,"inputOctets":400000,"outputOctets":600000}}],
 *  "answer":{"resultCode":2001,"services":[{"ratingGroup":1,"resultCode":2001,"granted":{"totalOctets":1000000},
 *            "validityTimeS":300,"finalUnitAction":0}],"cost":{"micros":4657,"currency":978}}}
 * }</pre>
 *
 * <p>{@code cost} is what the server told: in the answer to a {@code TERMINATION} the whole session's, to an event what {@code
 * DIRECT_DEBITING} took, {@code REFUND_ACCOUNT} gave back (with either sign, as the server told it), or {@code PRICE_ENQUIRY} would
 * take.
 *
 * <p>Events have {@code action}, and their units and {@code serviceIdentifier} beside it. A request without answer has {@code
 * "answer":null} and {@code "missing"}: {@code TIMED_OUT}, {@code DISCONNECTED} or {@code MALFORMED}. The same (session, type,
 * number) may stand there several times, for it was sent several times; it counts once.
 */
public final class ClientLog implements AutoCloseable {
    private static final int BUFFER_OCTETS = 64 * 1024;
    private static final int LINES_PER_FLUSH = 256;

    private final OutputStream out;
    private final JsonGenerator json;
    private long lines;

    /**
     * Opens a new file; one that is there is replaced.
     *
     * @throws IOException if it cannot be written
     */
    public ClientLog(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_OCTETS);
        json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    /**
     * Notes one sending of a request.
     *
     * @param latencyMicros from the intended time of sending to the answer, or to when it was given up
     * @param answer null if there was none
     * @param missing why there was none; null if there was one
     * @throws UncheckedIOException if the file cannot be written
     */
    synchronized void append(
            CreditControlRequest request,
            boolean retransmitted,
            long latencyMicros,
            CreditControlAnswer answer,
            Reason missing) {
        try {
            json.writeStartObject();
            writeRequest(request, retransmitted, latencyMicros);
            writeAnswer(answer, missing);
            json.writeEndObject();
            if (++lines % LINES_PER_FLUSH == 0) {
                flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("client log", e);
        }
    }

    /** Writes all lines to the file. */
    synchronized void flush() throws IOException {
        json.flush();
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        if (json.isClosed()) {
            return;
        }
        if (lines > 0) {
            json.writeRaw('\n');
        }
        json.close();
    }

    private void writeRequest(CreditControlRequest request, boolean retransmitted, long latencyMicros)
            throws IOException {
        json.writeNumberField("timeMs", request.time().toEpochMilli());
        json.writeNumberField("latencyUs", latencyMicros);
        json.writeStringField("session", request.sessionId());
        json.writeStringField("service", request.serviceContextId());
        json.writeStringField("type", request.type().name());
        json.writeNumberField("number", request.number());
        json.writeBooleanField("retransmitted", retransmitted);
        json.writeArrayFieldStart("subscriptions");
        for (SubscriptionId subscription : request.subscriptions()) {
            json.writeStartObject();
            json.writeNumberField("type", subscription.type());
            json.writeStringField("data", subscription.data());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (request.action() != null) {
            json.writeStringField("action", request.action().name());
        }
        writeNumber("serviceIdentifier", request.serviceIdentifier());
        writeUnits("requested", request.requested());
        json.writeArrayFieldStart("services");
        for (ServiceUsage service : request.services()) {
            json.writeStartObject();
            writeNumber("ratingGroup", service.ratingGroup());
            writeNumber("serviceIdentifier", service.serviceIdentifier());
            writeUnits("requested", service.requested());
            writeUnits("used", service.used());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeAnswer(CreditControlAnswer answer, Reason missing) throws IOException {
        if (answer == null) {
            json.writeNullField("answer");
            json.writeStringField("missing", missing.name());
            return;
        }
        json.writeObjectFieldStart("answer");
        json.writeNumberField("resultCode", answer.resultCode());
        json.writeArrayFieldStart("services");
        for (ServiceGrant service : answer.services()) {
            writeGrant(service);
        }
        json.writeEndArray();
        writeUnits("granted", answer.granted());
        writeNumber("checkBalanceResult", answer.checkBalanceResult());
        if (answer.cost() != null) {
            json.writeObjectFieldStart("cost");
            json.writeNumberField("micros", answer.cost().micros());
            json.writeNumberField("currency", answer.cost().currency());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeGrant(ServiceGrant service) throws IOException {
        json.writeStartObject();
        writeNumber("ratingGroup", service.ratingGroup());
        writeNumber("serviceIdentifier", service.serviceIdentifier());
        writeNumber("resultCode", service.resultCode());
        writeUnits("granted", service.granted());
        writeNumber("validityTimeS", service.validityTimeS());
        writeNumber("finalUnitAction", service.finalUnitAction());
        json.writeEndObject();
    }

    private void writeUnits(String name, ServiceUnits units) throws IOException {
        if (units != null) {
            json.writeObjectFieldStart(name);
            writeNumber("seconds", units.seconds());
            writeNumber("totalOctets", units.totalOctets());
            writeNumber("inputOctets", units.inputOctets());
            writeNumber("outputOctets", units.outputOctets());
            writeNumber("specific", units.specific());
            json.writeEndObject();
        }
    }

    private void writeNumber(String name, long value) throws IOException {
        if (value != ABSENT) {
            json.writeNumberField(name, value);
        }
    }
}
