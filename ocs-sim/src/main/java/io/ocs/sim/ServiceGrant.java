package io.ocs.sim;

/**
 * One Multiple-Services-Credit-Control of an answer; {@link ServiceUnits#ABSENT} marks numbers that are not there.
 *
 * @param ratingGroup Rating-Group
 * @param serviceIdentifier Service-Identifier
 * @param resultCode its own Result-Code; absent counts as success
 * @param granted Granted-Service-Unit; null = none
 * @param validityTimeS Validity-Time, seconds from receipt
 * @param finalUnitAction Final-Unit-Action of a Final-Unit-Indication
 */
public record ServiceGrant(
        long ratingGroup,
        long serviceIdentifier,
        long resultCode,
        ServiceUnits granted,
        long validityTimeS,
        long finalUnitAction) {

    /** Whether this service may go on. */
    public boolean isSuccess() {
        return resultCode == ServiceUnits.ABSENT || resultCode / 1000 == 2;
    }

    /** Whether these are the last units. */
    public boolean isFinal() {
        return finalUnitAction != ServiceUnits.ABSENT;
    }
}
