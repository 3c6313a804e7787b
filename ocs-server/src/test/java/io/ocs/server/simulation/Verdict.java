package io.ocs.server.simulation;

/**
 * What the model says about a request.
 *
 * @param text the answer, as {@link Wire} spells it
 * @param answer what repeats of it must get; null if nothing is kept
 * @param repeat whether it is a repeat: then {@code answer} is the first one's
 */
record Verdict(String text, Books.Kept answer, boolean repeat) {

    static Verdict refused(int code) {
        return new Verdict(Integer.toString(code), null, false);
    }

    static Verdict again(Books.Kept answer) {
        return new Verdict(answer.text, answer, true);
    }

    static Verdict kept(Books.Kept answer) {
        return new Verdict(answer.text, answer, false);
    }
}
