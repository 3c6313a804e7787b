package io.ocs.sim;

import java.util.List;
import org.jdiameter.api.AvpSet;

/**
 * A packet gateway as Open5GS's SMF is one: IMSI first, then MSISDN; Requested-Action and AoC-Request-Type in requests that
 * are no events; a Multiple-Services-Indicator that denies the MSCC beside it.
 *
 * @param subscriber whose traffic it is
 * @param apn Called-Station-Id
 * @param chargingId 3GPP-Charging-Id, 32 bits
 */
record DataStyle(Subscriber subscriber, String apn, int chargingId) implements ClientStyle {
    private static final byte RAT_EUTRAN = 6;

    @Override
    public String serviceContextId() {
        return "32251@3gpp.org";
    }

    @Override
    public List<SubscriptionId> subscriptions() {
        return List.of(SubscriptionId.imsi(subscriber.imsi()), SubscriptionId.e164(subscriber.msisdn()));
    }

    @Override
    public void addTo(AvpSet avps, CreditControlRequest request) {
        avps.addAvp(Avps.REQUESTED_ACTION, 0, true, false);
        avps.addAvp(Avps.AOC_REQUEST_TYPE, 1, Avps.VENDOR_3GPP, true, false);
        if (request.type() == RequestType.INITIAL) {
            avps.addAvp(Avps.MULTIPLE_SERVICES_INDICATOR, 0, true, false);
        }
        AvpSet information = avps.addGroupedAvp(Avps.SERVICE_INFORMATION, Avps.VENDOR_3GPP, true, false);
        AvpSet packet = information.addGroupedAvp(Avps.PS_INFORMATION, Avps.VENDOR_3GPP, true, false);
        packet.addAvp(Avps.CHARGING_ID, chargingId, Avps.VENDOR_3GPP, true, false);
        packet.addAvp(Avps.CALLED_STATION_ID, apn, true, false, false);
        packet.addAvp(Avps.SGSN_MCC_MNC, subscriber.imsi().substring(0, 5), Avps.VENDOR_3GPP, true, false, false);
        packet.addAvp(Avps.RAT_TYPE, new byte[] {RAT_EUTRAN}, Avps.VENDOR_3GPP, true, false);
    }
}
