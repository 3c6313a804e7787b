package io.ocs.server.demo;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether a person is looking. */
final class Terminal {
    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // where it is never null, it is asked as well
    static boolean isOutput() {
        Console console = System.console();
        String kind = System.getenv("TERM");
        return console != null && kind != null && !kind.equals("dumb") && isTerminal(console);
    }

    /** From Java 22 on there is a console even where there is no terminal, and it can be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Console.isTerminal", e);
        }
    }
}
