package io.ocs.sim;

import org.jdiameter.api.ApplicationId;

/** AVP codes beside those that jDiameter names: Credit-Control (RFC 8506 §8) and 3GPP charging (TS 32.299). */
final class Avps {
    static final long VENDOR_3GPP = 10_415;
    static final int CREDIT_CONTROL_COMMAND = 272;
    static final int RE_AUTH_COMMAND = 258;
    static final int ABORT_SESSION_COMMAND = 274;

    /** The application as most name it. */
    static final ApplicationId CREDIT_CONTROL = ApplicationId.createByAuthAppId(4);
    /** The application as IMS cores name it, in a Vendor-Specific-Application-Id. */
    static final ApplicationId CREDIT_CONTROL_3GPP = ApplicationId.createByAuthAppId(VENDOR_3GPP, 4);

    static final int CALLED_STATION_ID = 30;
    static final int CC_INPUT_OCTETS = 412;
    static final int CC_OUTPUT_OCTETS = 414;
    static final int CC_REQUEST_NUMBER = 415;
    static final int CC_REQUEST_TYPE = 416;
    static final int CC_SERVICE_SPECIFIC_UNITS = 417;
    static final int CC_TIME = 420;
    static final int CC_TOTAL_OCTETS = 421;
    static final int CHECK_BALANCE_RESULT = 422;
    static final int COST_INFORMATION = 423;
    static final int CURRENCY_CODE = 425;
    static final int EXPONENT = 429;
    static final int FINAL_UNIT_INDICATION = 430;
    static final int GRANTED_SERVICE_UNIT = 431;
    static final int RATING_GROUP = 432;
    static final int REQUESTED_ACTION = 436;
    static final int REQUESTED_SERVICE_UNIT = 437;
    static final int SERVICE_IDENTIFIER = 439;
    static final int SUBSCRIPTION_ID = 443;
    static final int SUBSCRIPTION_ID_DATA = 444;
    static final int UNIT_VALUE = 445;
    static final int USED_SERVICE_UNIT = 446;
    static final int VALUE_DIGITS = 447;
    static final int VALIDITY_TIME = 448;
    static final int FINAL_UNIT_ACTION = 449;
    static final int SUBSCRIPTION_ID_TYPE = 450;
    static final int MULTIPLE_SERVICES_INDICATOR = 455;
    static final int MULTIPLE_SERVICES_CREDIT_CONTROL = 456;
    static final int SERVICE_CONTEXT_ID = 461;

    static final int SGSN_MCC_MNC = 18;
    static final int RAT_TYPE = 21;
    static final int CHARGING_ID = 2;
    static final int EVENT_TYPE = 823;
    static final int SIP_METHOD = 824;
    static final int ROLE_OF_NODE = 829;
    static final int USER_SESSION_ID = 830;
    static final int CALLING_PARTY_ADDRESS = 831;
    static final int CALLED_PARTY_ADDRESS = 832;
    static final int NODE_FUNCTIONALITY = 862;
    static final int REPORTING_REASON = 872;
    static final int SERVICE_INFORMATION = 873;
    static final int PS_INFORMATION = 874;
    static final int IMS_INFORMATION = 876;
    static final int ADDRESS_DATA = 897;
    static final int ADDRESS_TYPE = 899;
    static final int RECIPIENT_ADDRESS = 1201;
    static final int SMS_INFORMATION = 2000;
    static final int RECIPIENT_INFO = 2026;
    static final int AOC_REQUEST_TYPE = 2055;

    private Avps() {}
}
