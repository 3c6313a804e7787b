package io.ocs.rating.catalog;

import java.util.List;

/**
 * A zone, of called numbers or of visited networks, each entry with the line in which it stands.
 *
 * @param numbers whole numbers
 * @param exceptions prefixes that are taken out of the zone again
 */
record ZoneModel(Named name, List<Named> prefixes, List<Named> numbers, List<Named> exceptions) {}
