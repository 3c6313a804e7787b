package io.ocs.server.console;

/** A list of names and values. */
final class Facts {
    private final Html html = new Html().open("dl");

    Facts fact(String name, String value) {
        return fact(name, new Html().text(value));
    }

    Facts fact(String name, Html value) {
        html.open("div").element("dt", name).open("dd").add(value).close().close();
        return this;
    }

    Html end() {
        return html.close();
    }
}
