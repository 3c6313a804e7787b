package io.ocs.server.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.reconcile.CdrRow.BadRowException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files of one extension in a folder, named as {@code docs/CDR_FORMAT.md} says. */
record CdrFiles(String name, Path folder, String extension) implements CdrSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STEM = Pattern.compile(".*-(\\d{1,9})-(\\d{1,9})-(\\d{1,18})-(\\d{1,18})\\.[a-z.]+");
    private static final String MANIFEST = ".manifest.json";

    /** A file by what its name says. */
    private record Named(Path path, int epoch, int shard, long first, long last) {
        static Named of(Path path) {
            Matcher name = STEM.matcher(path.getFileName().toString());
            return name.matches()
                    ? new Named(
                            path,
                            Integer.parseInt(name.group(1)),
                            Integer.parseInt(name.group(2)),
                            Long.parseLong(name.group(3)),
                            Long.parseLong(name.group(4)))
                    : null;
        }

        boolean endsBefore(Charge.Key key) {
            return new Charge.Key(epoch, shard, last).compareTo(key) < 0;
        }
    }

    /** What the newest manifest says. */
    @Override
    public long position(int shard) throws IOException {
        List<Named> manifests = named(shard, MANIFEST);
        return manifests.isEmpty()
                ? 0
                : read(manifests.get(manifests.size() - 1)).path("positionTo").asLong();
    }

    /** A chain whose first manifest names one before it had more; retention has removed them. */
    @Override
    public Charge.Key earliest(int shard) throws IOException {
        List<Named> manifests = named(shard, MANIFEST);
        if (manifests.isEmpty()
                || read(manifests.get(0)).path("previous").asText().isEmpty()) {
            return null;
        }
        return new Charge.Key(manifests.get(0).epoch, shard, manifests.get(0).first);
    }

    private static JsonNode read(Named manifest) throws IOException {
        return JSON.readTree(Files.readAllBytes(manifest.path));
    }

    @Override
    public CdrStream open(int shard, Charge.Key from) throws IOException {
        List<Path> files = named(shard, extension).stream()
                .filter(file -> from == null || !file.endsBefore(from))
                .map(Named::path)
                .toList();
        return new Lines(files);
    }

    private List<Named> named(int shard, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(ending))
                    .map(Named::of)
                    .filter(file -> file != null && file.shard == shard)
                    .sorted(Comparator.comparingInt(Named::epoch)
                            .thenComparingLong(Named::first)
                            .thenComparingLong(Named::last))
                    .toList();
        }
    }

    /** The lines of these files. */
    private final class Lines implements CdrStream {
        private final Iterator<Path> files;
        private Path file;
        private BufferedReader in;
        private List<String> columns;
        private int line;

        Lines(List<Path> files) {
            this.files = files.iterator();
        }

        @Override
        public CdrRow next() throws IOException, BadRowException {
            while (in != null || files.hasNext()) {
                if (in == null) {
                    begin(files.next());
                }
                String text = in.readLine();
                if (text != null) {
                    line++;
                    return row(text);
                }
                close();
            }
            return null;
        }

        private void begin(Path next) throws IOException {
            file = next;
            in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            line = 0;
            columns = null;
            if (extension.equals(".csv")) {
                columns = CsvRow.split(in.readLine());
                line = 1;
            }
        }

        private CdrRow row(String text) throws BadRowException {
            String where = file.getFileName() + ", line " + line;
            return CdrRow.of(where, columns == null ? json(where, text) : csv(where, text));
        }

        private CdrRow.Fields csv(String where, String text) throws BadRowException {
            List<String> values = CsvRow.split(text);
            if (values.size() != columns.size()) {
                throw new BadRowException(where + ": " + values.size() + " fields, not " + columns.size(), null);
            }
            Map<String, String> fields = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                fields.put(columns.get(i), values.get(i).isEmpty() ? null : values.get(i));
            }
            return fields::get;
        }

        private CdrRow.Fields json(String where, String text) throws BadRowException {
            try {
                JsonNode json = JSON.readTree(text);
                return name -> member(json, name);
            } catch (JsonProcessingException e) {
                throw new BadRowException(where + ": no JSON object: " + e.getOriginalMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
                in = null;
            }
        }
    }

    private static String member(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
