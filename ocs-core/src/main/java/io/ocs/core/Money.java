package io.ocs.core;

/** x. */
public record Money(long micros) {}
