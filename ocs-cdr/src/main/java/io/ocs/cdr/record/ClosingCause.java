package io.ocs.cdr.record;

import io.ocs.core.RequestType;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.ServiceRecord;

/**
 * Why a record was closed: Cause for Record Closing of TS 32.298, in words, since one number of that list stands for several of these. Derived
 * from the request's type, the 3GPP Reporting-Reason of the service and who ended the session.
 */
public enum ClosingCause {
    /** The client ended the session. */
    NORMAL_RELEASE,
    /** The client ended the use of this service; the session goes on. */
    SERVICE_RELEASE,
    /** The quota, or a threshold of it, was used up; also an update that gives no reason. */
    QUOTA_UPDATE,
    /** The validity time of the quota was over. */
    VALIDITY_TIME,
    /** Nothing was used for the quota holding time. */
    QUOTA_HOLDING_TIME,
    /** Conditions that may change the price have changed. */
    CONDITION_CHANGE,
    /** The server had asked for a report. */
    FORCED_REAUTHORISATION,
    /** The server ended the session, because the client was silent beyond Tcc or had lost it by a restart. */
    SUPERVISION_EXPIRY,
    /** An operator ended the session. */
    MANAGEMENT_INTERVENTION,
    /** An immediate event: direct debit or refund. */
    EVENT,
    /** A balance was changed otherwise than by usage. */
    BALANCE_CHANGE;

    /** Termination-Cause DIAMETER_ADMINISTRATIVE (RFC 6733 §8.15). */
    private static final int ADMINISTRATIVE = 4;
    /** By Reporting-Reason (TS 32.299 §7.2.175), from THRESHOLD (0) to POOL_EXHAUSTED (8). */
    private static final ClosingCause[] BY_REPORTING_REASON = {
        QUOTA_UPDATE,
        QUOTA_HOLDING_TIME,
        SERVICE_RELEASE,
        QUOTA_UPDATE,
        VALIDITY_TIME,
        QUOTA_UPDATE,
        CONDITION_CHANGE,
        FORCED_REAUTHORISATION,
        QUOTA_UPDATE
    };

    static ClosingCause of(CreditControlRecord head, ServiceRecord service) {
        if (head.is(CreditControlRecord.SUPERVISED)) {
            return head.cause() == ADMINISTRATIVE ? MANAGEMENT_INTERVENTION : SUPERVISION_EXPIRY;
        }
        if (head.is(CreditControlRecord.EVENT)) {
            return EVENT;
        }
        if (head.type() == RequestType.TERMINATION) {
            return NORMAL_RELEASE;
        }
        int reason = service.reportingReason();
        return reason >= 0 && reason < BY_REPORTING_REASON.length ? BY_REPORTING_REASON[reason] : QUOTA_UPDATE;
    }
}
