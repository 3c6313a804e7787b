package io.ocs.server.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The logs of network elements: every request that was sent, once, with what was told about it. */
public final class ClientFold {

    /**
     * A request with its answer.
     *
     * @param where file and line
     * @param action of an event; empty otherwise
     * @param answered false if no sending of it was answered
     * @param resultCode of the message; 0 without answer
     * @param currency of the cost told; null if none was
     * @param micros cost told; 0 if none was
     * @param used units reported by service and kind, -1 where nothing was reported
     */
    record Told(
            String where,
            String action,
            boolean answered,
            long resultCode,
            String currency,
            long micros,
            Map<String, List<Long>> used) {

        boolean isSameAnswer(Told other) {
            return resultCode == other.resultCode && micros == other.micros;
        }
    }

    /** Names of units in the log, by number of the kind. */
    private static final List<String> UNITS =
            List.of("seconds", "totalOctets", "inputOctets", "outputOctets", "specific");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Requested.Key, Told> requests = new LinkedHashMap<>();
    private final Problems problems = new Problems();

    private ClientFold() {}

    /** Reads logs as {@code io.ocs.sim.ClientLog} draws them. */
    public static ClientFold of(List<Path> logs) throws IOException {
        ClientFold fold = new ClientFold();
        for (Path log : logs) {
            fold.read(log);
        }
        return fold;
    }

    Map<Requested.Key, Told> requests() {
        return requests;
    }

    Problems problems() {
        return problems;
    }

    private void read(Path log) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
            int line = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                String where = log.getFileName() + ", line " + line;
                try {
                    add(where, JSON.readTree(text));
                } catch (JsonProcessingException e) {
                    problems.add(where + ": no JSON object: " + e.getOriginalMessage());
                }
            }
        }
    }

    private void add(String where, JsonNode json) {
        Requested.Key key = new Requested.Key(
                json.path("session").asText(),
                json.path("type").asText(),
                json.path("number").asLong());
        Told told = told(where, json);
        Told before = requests.get(key);
        if (before == null || !before.answered) {
            requests.put(key, told);
        } else if (told.answered && !told.isSameAnswer(before)) {
            problems.add(where + ": the repeat of " + key + " was told otherwise than " + before.where);
        }
    }

    private static Told told(String where, JsonNode json) {
        JsonNode answer = json.path("answer");
        JsonNode cost = answer.path("cost");
        Map<String, List<Long>> used = new LinkedHashMap<>();
        for (JsonNode service : json.path("services")) {
            if (service.has("used")) {
                used.put(service(service), units(service.path("used")));
            }
        }
        return new Told(
                where,
                json.path("action").asText(),
                answer.isObject(),
                answer.path("resultCode").asLong(),
                cost.isObject() ? Assets.currency(cost.path("currency").asInt()) : null,
                cost.path("micros").asLong(),
                used);
    }

    private static String service(JsonNode service) {
        return Charge.service(
                service.path("ratingGroup").asLong(-1),
                service.path("serviceIdentifier").asLong(-1));
    }

    private static List<Long> units(JsonNode used) {
        return UNITS.stream().map(name -> used.path(name).asLong(-1)).toList();
    }
}
