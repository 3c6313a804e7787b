package io.ocs.cdr.file;

import io.ocs.cdr.CdrReport;
import java.util.List;

/**
 * What a look through a folder of charging data record files has found.
 *
 * @param report ranges and sums by the manifests, and the problems as sentences
 * @param files data files read
 * @param octets of them
 * @param problems what does not agree, in the order of the records
 * @param notes what is worth knowing and not wrong
 */
public record CdrInspection(
        CdrReport report, long files, long octets, List<CdrFileProblem> problems, List<String> notes) {

    public CdrInspection {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }
}
