package io.ocs.sim;

/**
 * One Multiple-Services-Credit-Control of a request (RFC 8506 §8.16).
 *
 * @param ratingGroup Rating-Group, or {@link ServiceUnits#ABSENT}
 * @param serviceIdentifier Service-Identifier, or {@link ServiceUnits#ABSENT}
 * @param requested Requested-Service-Unit; null = no quota is asked for
 * @param used Used-Service-Unit; null = nothing is reported
 * @param reason Reporting-Reason beside the used units; null = none
 */
public record ServiceUsage(
        long ratingGroup, long serviceIdentifier, ServiceUnits requested, ServiceUnits used, ReportingReason reason) {

    /** 3GPP-Reporting-Reason (TS 32.299, AVP 872), as far as the simulated elements send it. */
    public enum ReportingReason {
        FINAL(2),
        QUOTA_EXHAUSTED(3),
        VALIDITY_TIME(4);

        private final int code;

        ReportingReason(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
