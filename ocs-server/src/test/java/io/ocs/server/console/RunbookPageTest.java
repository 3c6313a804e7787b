package io.ocs.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.alarm.Alarm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunbookPageTest {

    @ParameterizedTest
    @EnumSource(Alarm.class)
    void everyAlarmLeadsToOne(Alarm alarm) {
        assertThat(RunbookPage.screen(alarm.id()))
                .hasValueSatisfying(screen -> assertThat(screen.main().toString())
                        .contains("<h2>Symptom</h2>", "<h2>Look</h2>", "<h2>Act</h2>", "<h2>Check</h2>", "<li>")
                        .doesNotContain("## "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-alarm", "../console.js", "journal-full.md", "", "README"})
    void nothingElseIsShown(String name) {
        assertThat(RunbookPage.screen(name)).isEmpty();
    }

    @Test
    void whatRunbooksHaveIsMarkedUp() {
        assertThat(RunbookPage.html("# a: b\n\n## Look\n\n- `df -h` <b>\n  goes on\n- two\n\n    sudo x\n\ntext"))
                .hasToString(
                        "<p class=\"hint\">a: b</p><h2>Look</h2><ul><li>df -h &lt;b&gt; goes on</li><li>two</li></ul>"
                                + "<pre tabindex=\"0\">sudo x</pre><p>text</p>");
    }
}
