package io.ocs.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.config.NearestName;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A JSON object that is read member by member. Members that nobody knows are refused: a mistyped one is not silently without effect. */
final class JsonBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode node;

    JsonBody(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("a JSON object is wanted");
        }
        this.node = node;
    }

    /** The body of a request, with no other members than these. */
    static JsonBody of(RoutingContext context, String... known) {
        return new JsonBody(tree(context)).knowing(known);
    }

    /** The body of a request; a missing one is an empty object. */
    static JsonNode tree(RoutingContext context) {
        if (LoopbackGuard.isForm(context)) {
            return members(context.request().formAttributes());
        }
        Buffer body = context.body().buffer();
        try {
            return body == null || body.length() == 0
                    ? JsonNodeFactory.instance.objectNode()
                    : JSON.readTree(body.getBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the body is no JSON: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Fields of a form, as texts; what shows where it comes from is no member. */
    private static JsonNode members(MultiMap form) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        form.forEach(field -> members.put(field.getKey(), field.getValue()));
        members.remove(ConsoleGuard.CSRF);
        return members;
    }

    /** This body, if it has no other members than these. */
    JsonBody knowing(String... known) {
        Set<String> names = new LinkedHashSet<>(List.of(known));
        for (Iterator<String> members = node.fieldNames(); members.hasNext(); ) {
            String member = members.next();
            if (!names.contains(member)) {
                throw new IllegalArgumentException("unknown member '" + member + "'" + NearestName.hint(member, names));
            }
        }
        return this;
    }

    boolean has(String member) {
        return node.hasNonNull(member);
    }

    /** A text, or a number as it is written. */
    String text(String member) {
        JsonNode value = node.path(member);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new IllegalArgumentException("'" + member + "' is wanted, as text");
        }
        return value.asText();
    }

    String text(String member, String absent) {
        return has(member) ? text(member) : absent;
    }

    /** The text as whatever it means. */
    <T> T parsed(String member, Function<String, T> parser) {
        return parser.apply(text(member));
    }

    <T> T parsed(String member, Function<String, T> parser, T absent) {
        return has(member) ? parsed(member, parser) : absent;
    }

    long number(String member, long min, long max) {
        JsonNode value = node.path(member);
        boolean good = value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= min
                && value.longValue() <= max;
        if (!good) {
            throw new IllegalArgumentException("'" + member + "' is wanted, a whole number of " + min + " to " + max);
        }
        return value.longValue();
    }

    boolean flag(String member, boolean absent) {
        if (has(member) && !node.get(member).isBoolean()) {
            throw new IllegalArgumentException("'" + member + "' is true or false");
        }
        return has(member) ? node.get(member).booleanValue() : absent;
    }

    /** The members of an object that is wanted. */
    Set<Map.Entry<String, JsonNode>> members(String member) {
        if (!node.path(member).isObject()) {
            throw new IllegalArgumentException("'" + member + "' is wanted, an object");
        }
        return node.path(member).properties();
    }

    /** The items of an array; none if it is absent. */
    List<JsonNode> items(String member) {
        if (has(member) && !node.get(member).isArray()) {
            throw new IllegalArgumentException("'" + member + "' is a list");
        }
        List<JsonNode> items = new ArrayList<>();
        node.path(member).forEach(items::add);
        return items;
    }
}
