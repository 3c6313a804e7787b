package io.ocs.rating.catalog;

import java.util.List;

/** A zone of destinations: the prefixes of its numbers, each with the line in which it stands. */
record ZoneModel(Named name, List<Named> prefixes) {}
