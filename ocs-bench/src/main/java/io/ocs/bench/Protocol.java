package io.ocs.bench;

/** The numbers of RFC 6733 and RFC 8506 that this package writes and reads. */
final class Protocol {
    static final int HEADER_LENGTH = 20;
    static final int AVP_HEADER_LENGTH = 8;

    /** Offsets in the header, RFC 6733 §3. */
    static final int FLAGS_OFFSET = 4;

    static final int COMMAND_OFFSET = 5;
    static final int HOP_BY_HOP_OFFSET = 12;
    static final int END_TO_END_OFFSET = 16;

    static final int FLAG_REQUEST = 0x80;
    static final int FLAG_PROXIABLE = 0x40;

    static final int CAPABILITIES_EXCHANGE = 257;
    static final int CREDIT_CONTROL = 272;
    static final int DEVICE_WATCHDOG = 280;
    static final int DISCONNECT_PEER = 282;

    static final int BASE_APPLICATION = 0;
    static final int CREDIT_CONTROL_APPLICATION = 4;
    static final int VENDOR_3GPP = 10415;

    static final int SUCCESS = 2001;
    static final int COMMAND_UNSUPPORTED = 3001;
    static final int TOO_BUSY = 3004;

    /** CC-Request-Type, RFC 8506 §8.3. */
    static final int INITIAL = 1;

    static final int UPDATE = 2;
    static final int TERMINATION = 3;
    static final int EVENT = 4;

    static final int AVP_EVENT_TIMESTAMP = 55;
    static final int AVP_HOST_IP_ADDRESS = 257;
    static final int AVP_AUTH_APPLICATION_ID = 258;
    static final int AVP_SESSION_ID = 263;
    static final int AVP_ORIGIN_HOST = 264;
    static final int AVP_SUPPORTED_VENDOR_ID = 265;
    static final int AVP_VENDOR_ID = 266;
    static final int AVP_RESULT_CODE = 268;
    static final int AVP_PRODUCT_NAME = 269;
    static final int AVP_DISCONNECT_CAUSE = 273;
    static final int AVP_DESTINATION_REALM = 283;
    static final int AVP_TERMINATION_CAUSE = 295;
    static final int AVP_ORIGIN_REALM = 296;
    static final int AVP_CC_INPUT_OCTETS = 412;
    static final int AVP_CC_OUTPUT_OCTETS = 414;
    static final int AVP_CC_REQUEST_NUMBER = 415;
    static final int AVP_CC_REQUEST_TYPE = 416;
    static final int AVP_CC_SERVICE_SPECIFIC_UNITS = 417;
    static final int AVP_CC_TIME = 420;
    static final int AVP_CC_TOTAL_OCTETS = 421;
    static final int AVP_GRANTED_SERVICE_UNIT = 431;
    static final int AVP_RATING_GROUP = 432;
    static final int AVP_REQUESTED_ACTION = 436;
    static final int AVP_REQUESTED_SERVICE_UNIT = 437;
    static final int AVP_SERVICE_IDENTIFIER = 439;
    static final int AVP_SUBSCRIPTION_ID = 443;
    static final int AVP_SUBSCRIPTION_ID_DATA = 444;
    static final int AVP_USED_SERVICE_UNIT = 446;
    static final int AVP_VALIDITY_TIME = 448;
    static final int AVP_SUBSCRIPTION_ID_TYPE = 450;
    static final int AVP_MULTIPLE_SERVICES_INDICATOR = 455;
    static final int AVP_MULTIPLE_SERVICES_CREDIT_CONTROL = 456;
    static final int AVP_SERVICE_CONTEXT_ID = 461;

    private Protocol() {}
}
