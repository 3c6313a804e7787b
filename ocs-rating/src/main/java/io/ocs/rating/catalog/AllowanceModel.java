package io.ocs.rating.catalog;

import java.util.List;

/**
 * An allowance as written.
 *
 * @param paysFor names of prices; empty: all prices of its unit
 * @param neverExpires whether it says that it never does
 */
record AllowanceModel(Named name, Allowance allowance, long step, List<Named> paysFor, boolean neverExpires) {}
