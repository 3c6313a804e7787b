package io.ocs.diameter.codec;

/**
 * The AVPs this server reads or writes, as <em>keys</em>: the AVP code, plus {@link #TGPP} for those of vendor 10415, so that a key fits a
 * switch. Sections name the specification of each.
 */
final class Avp {

    /** Vendor-Id of 3GPP. */
    static final int VENDOR_3GPP = 10415;
    /** Marks the key of an AVP of vendor 10415. */
    static final int TGPP = 1 << 24;
    /** Key of every AVP of another vendor, or with a code beyond 24 bits. */
    static final int FOREIGN = -1;

    // RFC 6733 §4.5
    static final int USER_NAME = 1;
    static final int ACCT_MULTI_SESSION_ID = 50;
    static final int EVENT_TIMESTAMP = 55;
    static final int HOST_IP_ADDRESS = 257;
    static final int AUTH_APPLICATION_ID = 258;
    static final int ACCT_APPLICATION_ID = 259;
    static final int VENDOR_SPECIFIC_APPLICATION_ID = 260;
    static final int REDIRECT_HOST_USAGE = 261;
    static final int REDIRECT_MAX_CACHE_TIME = 262;
    static final int SESSION_ID = 263;
    static final int ORIGIN_HOST = 264;
    static final int SUPPORTED_VENDOR_ID = 265;
    static final int VENDOR_ID = 266;
    static final int FIRMWARE_REVISION = 267;
    static final int RESULT_CODE = 268;
    static final int PRODUCT_NAME = 269;
    static final int DISCONNECT_CAUSE = 273;
    static final int ORIGIN_STATE_ID = 278;
    static final int FAILED_AVP = 279;
    static final int ERROR_MESSAGE = 281;
    static final int DESTINATION_REALM = 283;
    static final int ROUTE_RECORD = 282;
    static final int PROXY_INFO = 284;
    static final int RE_AUTH_REQUEST_TYPE = 285;
    static final int REDIRECT_HOST = 292;
    static final int DESTINATION_HOST = 293;
    static final int ERROR_REPORTING_HOST = 294;
    static final int TERMINATION_CAUSE = 295;
    static final int ORIGIN_REALM = 296;
    static final int EXPERIMENTAL_RESULT = 297;
    static final int INBAND_SECURITY_ID = 299;

    // RFC 8506 §8
    static final int CC_CORRELATION_ID = 411;
    static final int CC_INPUT_OCTETS = 412;
    static final int CC_MONEY = 413;
    static final int CC_OUTPUT_OCTETS = 414;
    static final int CC_REQUEST_NUMBER = 415;
    static final int CC_REQUEST_TYPE = 416;
    static final int CC_SERVICE_SPECIFIC_UNITS = 417;
    static final int CC_SESSION_FAILOVER = 418;
    static final int CC_SUB_SESSION_ID = 419;
    static final int CC_TIME = 420;
    static final int CC_TOTAL_OCTETS = 421;
    static final int CHECK_BALANCE_RESULT = 422;
    static final int COST_INFORMATION = 423;
    static final int CURRENCY_CODE = 425;
    static final int CREDIT_CONTROL_FAILURE_HANDLING = 427;
    static final int DIRECT_DEBITING_FAILURE_HANDLING = 428;
    static final int EXPONENT = 429;
    static final int FINAL_UNIT_INDICATION = 430;
    static final int GRANTED_SERVICE_UNIT = 431;
    static final int RATING_GROUP = 432;
    static final int REDIRECT_ADDRESS_TYPE = 433;
    static final int REDIRECT_SERVER = 434;
    static final int REDIRECT_SERVER_ADDRESS = 435;
    static final int REQUESTED_ACTION = 436;
    static final int REQUESTED_SERVICE_UNIT = 437;
    static final int RESTRICTION_FILTER_RULE = 438;
    static final int SERVICE_IDENTIFIER = 439;
    static final int SUBSCRIPTION_ID = 443;
    static final int SUBSCRIPTION_ID_DATA = 444;
    static final int UNIT_VALUE = 445;
    static final int USED_SERVICE_UNIT = 446;
    static final int VALUE_DIGITS = 447;
    static final int VALIDITY_TIME = 448;
    static final int FINAL_UNIT_ACTION = 449;
    static final int SUBSCRIPTION_ID_TYPE = 450;
    static final int TARIFF_TIME_CHANGE = 451;
    static final int TARIFF_CHANGE_USAGE = 452;
    static final int G_S_U_POOL_IDENTIFIER = 453;
    static final int CC_UNIT_TYPE = 454;
    static final int MULTIPLE_SERVICES_INDICATOR = 455;
    static final int MULTIPLE_SERVICES_CREDIT_CONTROL = 456;
    static final int G_S_U_POOL_REFERENCE = 457;
    static final int USER_EQUIPMENT_INFO = 458;
    static final int SERVICE_CONTEXT_ID = 461;
    static final int SUBSCRIPTION_ID_EXTENSION = 659;
    static final int SUBSCRIPTION_ID_E164 = 660;
    static final int SUBSCRIPTION_ID_PRIVATE = 664;
    static final int REDIRECT_SERVER_EXTENSION = 665;
    static final int REDIRECT_ADDRESS_IPADDRESS = 666;
    static final int REDIRECT_ADDRESS_URL = 667;
    static final int REDIRECT_ADDRESS_SIP_URI = 668;
    static final int QOS_FINAL_UNIT_INDICATION = 669;

    // RFC 7155 §4 (from RADIUS)
    static final int FILTER_ID = 11;
    static final int CALLED_STATION_ID = 30;

    // RFC 7683 §7
    static final int OC_SUPPORTED_FEATURES = 621;
    static final int OC_FEATURE_VECTOR = 622;
    static final int OC_OLR = 623;
    static final int OC_SEQUENCE_NUMBER = 624;
    static final int OC_VALIDITY_DURATION = 625;
    static final int OC_REPORT_TYPE = 626;
    static final int OC_REDUCTION_PERCENTAGE = 627;

    // 3GPP: TS 29.061 §16.4.7 (RADIUS attributes) and TS 32.299 §7.2
    static final int GPRS_NEGOTIATED_QOS_PROFILE = TGPP | 5;
    static final int SGSN_MCC_MNC = TGPP | 18;
    static final int RAT_TYPE = TGPP | 21;
    static final int ROLE_OF_NODE = TGPP | 829;
    static final int USER_LOCATION_INFO = TGPP | 22;
    static final int CALLING_PARTY_ADDRESS = TGPP | 831;
    static final int CALLED_PARTY_ADDRESS = TGPP | 832;
    static final int TIME_QUOTA_THRESHOLD = TGPP | 868;
    static final int VOLUME_QUOTA_THRESHOLD = TGPP | 869;
    static final int TRIGGER_TYPE = TGPP | 870;
    static final int QUOTA_HOLDING_TIME = TGPP | 871;
    static final int REPORTING_REASON = TGPP | 872;
    static final int SERVICE_INFORMATION = TGPP | 873;
    static final int PS_INFORMATION = TGPP | 874;
    static final int IMS_INFORMATION = TGPP | 876;
    static final int MMS_INFORMATION = TGPP | 877;
    static final int QUOTA_CONSUMPTION_TIME = TGPP | 881;
    static final int ADDRESS_DATA = TGPP | 897;
    static final int QOS_INFORMATION = TGPP | 1016;
    static final int QOS_CLASS_IDENTIFIER = TGPP | 1028;
    static final int RECIPIENT_ADDRESS = TGPP | 1201;
    static final int UNIT_QUOTA_THRESHOLD = TGPP | 1226;
    static final int ACCESS_NETWORK_INFORMATION = TGPP | 1263;
    static final int TRIGGER = TGPP | 1264;
    static final int SMS_INFORMATION = TGPP | 2000;
    static final int LOW_BALANCE_INDICATION = TGPP | 2020;
    static final int REMAINING_BALANCE = TGPP | 2021;
    static final int RECIPIENT_INFO = TGPP | 2026;
    static final int ACCUMULATED_COST = TGPP | 2052;
    static final int AOC_COST_INFORMATION = TGPP | 2053;
    static final int AOC_INFORMATION = TGPP | 2054;
    static final int AOC_REQUEST_TYPE = TGPP | 2055;
    static final int CURRENT_TARIFF = TGPP | 2056;
    static final int NEXT_TARIFF = TGPP | 2057;
    static final int RATE_ELEMENT = TGPP | 2058;
    static final int TARIFF_INFORMATION = TGPP | 2060;
    static final int UNIT_COST = TGPP | 2061;
    static final int INCREMENTAL_COST = TGPP | 2062;
    static final int AOC_SERVICE = TGPP | 2311;
    static final int AOC_SERVICE_TYPE = TGPP | 2313;
    static final int AOC_SUBSCRIPTION_INFORMATION = TGPP | 2314;
    static final int VCS_INFORMATION = TGPP | 3410;

    private Avp() {}

    /** The AVP code of a key. */
    static int code(int key) {
        return key & ~TGPP;
    }

    static boolean isVendorSpecific(int key) {
        return (key & TGPP) != 0;
    }
}
