package io.ocs.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void textsAndAttributesAreEscaped() {
        Html html = new Html()
                .open("p", "title", "\"><script>'&", "lang", null, "hidden", "")
                .text("<script>alert('1')</script>&\u0000\u0007")
                .single("input", "value", "a\"b")
                .close();

        assertThat(html)
                .hasToString(
                        "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\" hidden=\"\">"
                                + "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\ufffd\ufffd<input value=\"a&quot;b\"></p>");
    }

    @Test
    void whatIsNoNameIsNoElement() {
        assertThatThrownBy(() -> new Html().open("p onclick=x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Html().single("input", "onerror=\"x", "1"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPieceThatIsNotWholeIsNotPutIn() {
        Html half = new Html().open("div");
        assertThatThrownBy(() -> new Html().add(half)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pathSegmentsHoldAnything() {
        assertThat(Html.segment("smf;1 2/3?#<\"")).isEqualTo("smf%3B1%202%2F3%3F%23%3C%22");
    }
}
