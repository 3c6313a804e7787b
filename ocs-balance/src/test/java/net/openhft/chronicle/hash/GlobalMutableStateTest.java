package net.openhft.chronicle.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.openhft.chronicle.bytes.BytesStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: the class that stands in for the one that Chronicle would generate is taken by Chronicle, and is the same in all that can be seen. */
class GlobalMutableStateTest {

    private static final int LENGTH = 25;
    private static final int BEHIND = 7;

    /** Largest value of each property. */
    private static final Map<String, Long> MAXIMA = Map.of(
            "AllocatedExtraTierBulks", 0xff_ffffL,
            "FirstFreeTierIndex", 0xff_ffff_ffffL,
            "ExtraTiersInUse", 0xff_ffff_ffffL,
            "SegmentHeadersOffset", 0xffff_ffffL,
            "DataStoreSize", Long.MAX_VALUE);

    private final ByteBuffer memory = ByteBuffer.allocateDirect(LENGTH + BEHIND);
    private final VanillaGlobalMutableState$$Native ours = new VanillaGlobalMutableState$$Native();

    @BeforeEach
    void lookAtTheMemory() {
        ours.bytesStore(BytesStore.wrap(memory), 0, LENGTH);
    }

    @Test
    void chronicleTakesOurs() throws Exception {
        assertThat(nativeClass(getClass().getClassLoader())).isSameAs(VanillaGlobalMutableState$$Native.class);
    }

    @Test
    void eachPropertyKeepsWhatItIsGivenAndDisturbsNoOther() throws Exception {
        Map<String, Long> values = new TreeMap<>();
        for (String name : MAXIMA.keySet()) {
            values.put(name, 0L);
        }
        for (String name : MAXIMA.keySet()) {
            for (long value : new long[] {MAXIMA.get(name), 1, MAXIMA.get(name) / 3}) {
                set(ours, name, value);
                values.put(name, value);
                assertThat(properties(ours)).as(name).isEqualTo(values);
            }
        }
        assertThat(octets()).as("the octets behind").endsWith(new byte[BEHIND]);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> ours.setAllocatedExtraTierBulks(1 << 24)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ours.setFirstFreeTierIndex(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ours.bytesStore(BytesStore.wrap(memory), BEHIND + 1, LENGTH))
                .isInstanceOf(IllegalArgumentException.class);
        ours.setDataStoreSize(Long.MAX_VALUE);
        assertThatThrownBy(() -> ours.addDataStoreSize(1)).isInstanceOf(ArithmeticException.class);
        assertThat(ours.getDataStoreSize()).isEqualTo(Long.MAX_VALUE);
    }

    /** Loads Chronicle once more without the classes of this module beside it, so that it generates its own. */
    @Test
    void theLayoutIsThatOfTheClassWhichChronicleGenerates() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
            Class<?> generated = nativeClass(loader);
            assertThat(generated.getClassLoader()).isSameAs(loader);
            Object theirs = generated.getConstructor().newInstance();
            Class<?> store = loader.loadClass(BytesStore.class.getName());
            Object wrapped = store.getMethod("wrap", ByteBuffer.class).invoke(null, memory);
            generated
                    .getMethod("bytesStore", store, long.class, long.class)
                    .invoke(theirs, wrapped, 0L, ours.maxSize());
            for (String name : MAXIMA.keySet()) {
                set(theirs, name, MAXIMA.get(name));
                byte[] octets = octets();
                set(ours, name, 0);
                set(ours, name, MAXIMA.get(name));
                assertThat(octets()).as(name).isEqualTo(octets);
                assertThat(properties(ours)).as(name).isEqualTo(properties(theirs));
            }
            set(theirs, "DataStoreSize", 5);
            assertThat(ours.addDataStoreSize(4)).isEqualTo(9);
            assertThat(properties(theirs)).containsEntry("DataStoreSize", 9L);
        }
    }

    private static Class<?> nativeClass(ClassLoader loader) throws ReflectiveOperationException {
        return (Class<?>) loader.loadClass("net.openhft.chronicle.values.Values")
                .getMethod("nativeClassFor", Class.class)
                .invoke(null, loader.loadClass(VanillaGlobalMutableState.class.getName()));
    }

    private static URL[] jars() throws Exception {
        List<URL> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")
                    && !Path.of(entry).getFileName().toString().startsWith("ocs-")) {
                jars.add(Path.of(entry).toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }

    private static void set(Object state, String name, long value) throws ReflectiveOperationException {
        Method setter = Arrays.stream(state.getClass().getMethods())
                .filter(method -> method.getName().equals("set" + name))
                .findFirst()
                .orElseThrow();
        if (setter.getParameterTypes()[0] == int.class) {
            setter.invoke(state, (int) value);
        } else {
            setter.invoke(state, value);
        }
    }

    private static Map<String, Long> properties(Object state) throws ReflectiveOperationException {
        Map<String, Long> values = new TreeMap<>();
        for (String name : MAXIMA.keySet()) {
            values.put(name, ((Number) state.getClass().getMethod("get" + name).invoke(state)).longValue());
        }
        return values;
    }

    private byte[] octets() {
        byte[] octets = new byte[memory.capacity()];
        memory.get(0, octets);
        return octets;
    }
}
