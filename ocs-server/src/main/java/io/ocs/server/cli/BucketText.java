package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Buckets in one field: {@code KIND AMOUNT [for ALLOWANCE] [until TIME] [priority N]}, several separated by semicolons, such as
 * {@code total-octets 1073741824 for data-1gb until 2026-12-31T23:59:59Z; money 2.00EUR until 2026-06-30T00:00:00Z priority 50}.
 */
final class BucketText {

    private BucketText() {}

    /** @throws IllegalArgumentException if it has another form */
    static void addAll(String text, ArrayNode buckets) {
        for (String bucket : text.split(";")) {
            if (!bucket.isBlank()) {
                add(bucket.trim().split("\\s+"), buckets.addObject());
            }
        }
    }

    private static void add(String[] words, ObjectNode bucket) {
        if (words.length < 2 || words.length % 2 != 0) {
            throw wanted(words);
        }
        bucket.put("kind", words[0]);
        if (words[0].equals("money")) {
            bucket.put("amount", words[1]);
        } else {
            bucket.put("amount", number(words, 1));
        }
        for (int index = 2; index < words.length; index += 2) {
            switch (words[index]) {
                case "for" -> bucket.put("allowance", words[index + 1]);
                case "until" -> bucket.put("expires", words[index + 1]);
                case "priority" -> bucket.put("priority", number(words, index + 1));
                default -> throw wanted(words);
            }
        }
    }

    private static long number(String[] words, int index) {
        if (!words[index].matches("\\d{1,18}")) {
            throw wanted(words);
        }
        return Long.parseLong(words[index]);
    }

    private static IllegalArgumentException wanted(String[] words) {
        return new IllegalArgumentException(
                "bucket '" + String.join(" ", words)
                        + "': KIND AMOUNT [for ALLOWANCE] [until TIME] [priority N] is wanted, such as total-octets 1073741824 for data-1gb until 2026-12-31T23:59:59Z");
    }
}
