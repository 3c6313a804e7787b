package io.ocs.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.catalog.CatalogVersion;
import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.console.LineDiff;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /admin/v1/catalog/diff}: what differs between two versions. */
final class CatalogDiffRoute {
    private final LiveCatalog catalog;

    CatalogDiffRoute(AdminPorts ports) {
        catalog = ports.catalog();
    }

    void handle(RoutingContext context) {
        CatalogVersion from = version(context, "from");
        CatalogVersion to = version(context, "to");
        context.vertx()
                .executeBlocking(() -> diff(from, to), false)
                .onSuccess(json -> Replies.guarded(context, () -> Replies.json(context, 200, json)))
                .onFailure(cause -> context.fail(
                        cause instanceof IOException
                                ? new ProblemException(503, "catalog-not-readable", cause.getMessage())
                                : cause));
    }

    private CatalogVersion version(RoutingContext context, String parameter) {
        List<String> values = context.queryParam(parameter);
        if (values.isEmpty() || !values.get(0).matches("\\d{1,9}")) {
            throw new IllegalArgumentException("'" + parameter + "' is the number of a version");
        }
        int number = Integer.parseInt(values.get(0));
        return catalog.history().stream()
                .filter(version -> version.number() == number)
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        404, "unknown-catalog-version", "there is no version " + number + " of the catalogue"));
    }

    private ObjectNode diff(CatalogVersion from, CatalogVersion to) throws IOException {
        Map<String, byte[]> before = catalog.files(from);
        Map<String, byte[]> after = catalog.files(to);
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("from", from.number()).put("to", to.number());
        ArrayNode files = json.putArray("files");
        for (String name : names) {
            List<LineDiff.Line> lines = LineDiff.of(text(before, name), text(after, name));
            if (!lines.isEmpty()) {
                add(files.addObject().put("file", name).put("change", change(before, after, name)), lines);
            }
        }
        return json;
    }

    private static String text(Map<String, byte[]> files, String name) {
        return files.containsKey(name) ? new String(files.get(name), UTF_8) : "";
    }

    private static String change(Map<String, byte[]> before, Map<String, byte[]> after, String name) {
        return !before.containsKey(name) ? "added" : after.containsKey(name) ? "changed" : "removed";
    }

    private static void add(ObjectNode file, List<LineDiff.Line> lines) {
        ArrayNode array = file.putArray("lines");
        lines.forEach(line ->
                array.addObject().put("kind", String.valueOf(line.kind())).put("text", line.text()));
    }
}
