package io.ocs.bench;

import java.util.List;

/**
 * What became of the books of all server processes of a bench.
 *
 * @param compared whether there was a comparison
 * @param balance whether each one found all equal; true if there was none
 * @param lines what a reader of the figures must know about it
 */
record BooksReport(boolean compared, boolean balance, List<String> lines) {
    static BooksReport of(List<Books> books) {
        return new BooksReport(
                !books.isEmpty(),
                books.stream().allMatch(Books::balance),
                books.stream().map(Books::line).toList());
    }

    /** @param reason why nobody looked */
    static BooksReport notChecked(String reason) {
        return new BooksReport(false, true, List.of("books: NOT CHECKED (" + reason + ")"));
    }
}
