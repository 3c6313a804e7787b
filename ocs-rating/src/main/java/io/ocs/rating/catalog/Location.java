package io.ocs.rating.catalog;

/** A line of a source file, from 1; 0 means the file as a whole. */
record Location(String file, int line) {}
