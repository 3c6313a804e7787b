package io.ocs.server.golden;

import io.ocs.core.Octets;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What all accessors of a flyweight say, one {@code name=value} a line: an accessor that is new shows, so that it is said what it means for old octets. */
final class Fields {
    private static final Set<String> NO_FIELDS = Set.of("length", "addText", "tariffName");

    private Fields() {}

    /** Accessors without parameters, and those that fill octets. */
    static void plain(Object flyweight, String prefix, List<String> lines) {
        for (Method method : methods(flyweight)) {
            Class<?>[] parameters = method.getParameterTypes();
            if (parameters.length == 0 && isValue(method.getReturnType())) {
                lines.add(prefix + method.getName() + "=" + call(flyweight, method));
            } else if (Arrays.equals(parameters, new Class<?>[] {Octets.class})
                    && method.getReturnType() == void.class) {
                Octets text = new Octets(256);
                call(flyweight, method, text);
                lines.add(prefix + method.getName() + "=" + text);
            }
        }
    }

    /** Accessors of an index, whose names are as wanted, for each index below {@code count}. */
    static void indexed(Object flyweight, String prefix, int count, Predicate<String> names, List<String> lines) {
        for (int i = 0; i < count; i++) {
            for (Method method : methods(flyweight)) {
                boolean takesIndex = Arrays.equals(method.getParameterTypes(), new Class<?>[] {int.class});
                if (takesIndex && isValue(method.getReturnType()) && names.test(method.getName())) {
                    lines.add(prefix + method.getName() + "[" + i + "]=" + call(flyweight, method, i));
                }
            }
        }
    }

    private static boolean isValue(Class<?> type) {
        return (type.isPrimitive() && type != void.class) || type.isEnum() || type == String.class || type.isRecord();
    }

    private static List<Method> methods(Object flyweight) {
        return Arrays.stream(flyweight.getClass().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !NO_FIELDS.contains(method.getName()))
                .sorted(Comparator.comparing(Method::getName).thenComparingInt(Method::getParameterCount))
                .toList();
    }

    private static Object call(Object flyweight, Method method, Object... arguments) {
        try {
            return method.invoke(flyweight, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(flyweight.getClass().getSimpleName() + "." + method.getName(), e);
        }
    }
}
