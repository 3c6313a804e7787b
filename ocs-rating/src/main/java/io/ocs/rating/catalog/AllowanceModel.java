package io.ocs.rating.catalog;

import java.util.List;

/**
 * An allowance as written.
 *
 * @param paysFor names of prices; empty: all prices of its unit
 */
record AllowanceModel(Named name, Allowance allowance, long step, List<Named> paysFor) {}
