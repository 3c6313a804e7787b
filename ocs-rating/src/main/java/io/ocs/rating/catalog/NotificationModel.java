package io.ocs.rating.catalog;

import io.ocs.core.charging.Threshold;
import io.ocs.core.journal.NotificationRecord.Subject;

/**
 * A notification as written.
 *
 * @param of the allowance or counter that it watches; null for balance and state
 * @param isPercent whether its threshold is a percentage
 */
record NotificationModel(Named name, Subject subject, Named of, boolean isPercent, Threshold threshold) {}
