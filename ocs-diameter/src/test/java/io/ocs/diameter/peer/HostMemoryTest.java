package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: there are never more hosts than there may be, and room for a newcomer is made by who has been away longest, never by who is connected. */
class HostMemoryTest {

    private final Set<String> connected = new HashSet<>();
    private final HostMemory<Integer> memory = new HostMemory<>(3, (host, value) -> connected.contains(host));

    private void put(String... hosts) {
        for (String host : hosts) {
            memory.change(host, before -> before == null ? 1 : before + 1);
        }
    }

    private List<String> known(String... hosts) {
        return Stream.of(hosts).filter(host -> memory.get(host) != null).toList();
    }

    @Test
    void whoWasSeenLeastRecentlyIsForgotten() {
        put("a", "b", "c");
        memory.seen("A");
        put("d");
        assertThat(known("a", "b", "c", "d")).containsExactly("a", "c", "d");
        put("C");
        assertThat(memory.get("c")).isEqualTo(2);
        put("e", "f");
        assertThat(known("a", "b", "c", "d", "e", "f")).containsExactly("c", "e", "f");
    }

    @Test
    void askingIsNotSeeing() {
        put("a", "b", "c");
        assertThat(memory.get("a")).isEqualTo(1);
        put("d");
        assertThat(memory.get("a")).isNull();
    }

    @Test
    void whoIsConnectedStays() {
        connected.addAll(Set.of("a", "b"));
        put("a", "b", "c", "d", "e");
        assertThat(known("a", "b", "c", "d", "e")).containsExactly("a", "b", "e");
        connected.add("e");
        put("f");
        assertThat(known("a", "b", "e", "f")).as("there is no room").containsExactly("a", "b", "e");
        connected.remove("b");
        put("f");
        assertThat(known("a", "b", "e", "f")).containsExactly("a", "e", "f");
    }

    @Test
    void whatBecomesOfNothingIsForgotten() {
        put("a");
        assertThat(memory.change("A", before -> null)).isEqualTo(1);
        assertThat(memory.change("a", before -> null)).isNull();
        memory.seen("a");
        assertThat(memory.get("a")).isNull();
    }

    /** Whatever comes and goes: as if all were sorted by when they were seen. */
    @Test
    void itIsAsASortedListWouldBe() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            HostMemory<Integer> tested = new HostMemory<>(5, (host, value) -> false);
            Map<String, Integer> model = new LinkedHashMap<>();
            for (int step = 0; step < 200; step++) {
                String host = "h" + random.nextInt(9);
                if (random.nextInt(3) == 0) {
                    tested.seen(host);
                    Integer value = model.remove(host);
                    if (value != null) {
                        model.put(host, value);
                    }
                } else {
                    int value = step;
                    tested.change(host, before -> value);
                    model.remove(host);
                    if (model.size() == 5) {
                        model.remove(new ArrayList<>(model.keySet()).get(0));
                    }
                    model.put(host, value);
                }
                for (int i = 0; i < 9; i++) {
                    assertThat(tested.get("h" + i))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(model.get("h" + i));
                }
            }
        }
    }
}
