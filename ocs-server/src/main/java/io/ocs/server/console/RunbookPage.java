package io.ocs.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A page of {@code docs/runbooks}, as it comes with this program: headings, paragraphs, lists and blocks, which is all that they have. */
public final class RunbookPage {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{1,40}");

    private RunbookPage() {}

    /** @return empty if there is no such runbook */
    public static Optional<Screen> screen(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = RunbookPage.class.getResourceAsStream("runbooks/" + name + ".md")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            new Screen("Runbook: " + name, Section.ALARMS, html(new String(in.readAllBytes(), UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException("a runbook of this jar cannot be read", e);
        }
    }

    /** Blocks are apart by empty lines; the first one is the title, which the page has already. */
    static Html html(String markdown) {
        Html html = new Html();
        for (String block : markdown.strip().split("\n\\s*\n")) {
            if (block.startsWith("# ")) {
                html.element("p", block.substring(2).replace('\n', ' '), "class", "hint");
            } else if (block.startsWith("## ")) {
                html.element("h2", block.substring(3));
            } else if (block.startsWith("- ")) {
                list(html, block);
            } else if (block.startsWith("    ") || block.startsWith("```")) {
                html.element("pre", block.replace("```", "").stripIndent(), "tabindex", "0");
            } else {
                html.element("p", plain(block));
            }
        }
        return html;
    }

    private static void list(Html html, String block) {
        html.open("ul");
        for (String item : ("\n" + block).split("\n- ")) {
            if (!item.isBlank()) {
                html.element("li", plain(item));
            }
        }
        html.close();
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s*\n\\s*", " ").replace("`", "");
    }
}
