package io.ocs.cdr.file;

import java.nio.file.Path;

/**
 * Something that does not agree in a folder of charging data record files.
 *
 * @param file where
 * @param line of the file, from 1 on; 0 if it is about the whole file
 * @param recordNumber of the record there; 0 if none is meant
 * @param what is wrong, values included
 * @param remedy what to do
 */
public record CdrFileProblem(Path file, long line, long recordNumber, String what, String remedy) {

    static CdrFileProblem of(Path file, String what, String remedy) {
        return new CdrFileProblem(file, 0, 0, what, remedy);
    }

    /** All of it but the remedy, in one sentence. */
    public String sentence() {
        String place = line > 0 ? ", line " + line : "";
        String record = recordNumber > 0 ? ", record " + recordNumber : "";
        return file + place + record + (line > 0 ? ": " : " ") + what;
    }
}
