package io.ocs.server.send;

import java.util.HashMap;
import java.util.Map;

/** Names, types and values of the AVPs that a credit-control client meets (RFC 6733 §4.5, RFC 8506 §8, TS 32.299 §7). */
final class AvpDictionary {
    /** Vendor-Id of 3GPP. */
    static final int TGPP = 10_415;

    /** How the data of an AVP reads. */
    enum DataType {
        OCTETS,
        TEXT,
        INTEGER32,
        INTEGER64,
        UNSIGNED32,
        UNSIGNED64,
        TIME,
        ADDRESS,
        GROUPED
    }

    /** One AVP; {@code values} are the names of an enumeration. */
    record Definition(int code, int vendor, String name, DataType type, Map<Integer, String> values) {}

    private static final Map<Long, Definition> BY_CODE = new HashMap<>();
    private static final Map<String, Definition> BY_NAME = new HashMap<>();

    static {
        String base =
                "263 Session-Id TEXT;264 Origin-Host TEXT;296 Origin-Realm TEXT;283 Destination-Realm TEXT;293 Destination-Host TEXT;"
                        + "258 Auth-Application-Id UNSIGNED32;259 Acct-Application-Id UNSIGNED32;260 Vendor-Specific-Application-Id GROUPED;"
                        + "266 Vendor-Id UNSIGNED32;269 Product-Name TEXT;257 Host-IP-Address ADDRESS;267 Firmware-Revision UNSIGNED32;"
                        + "265 Supported-Vendor-Id UNSIGNED32;278 Origin-State-Id UNSIGNED32;55 Event-Timestamp TIME;1 User-Name TEXT;"
                        + "282 Route-Record TEXT;284 Proxy-Info GROUPED;280 Proxy-Host TEXT;33 Proxy-State OCTETS;281 Error-Message TEXT;"
                        + "294 Error-Reporting-Host TEXT;279 Failed-AVP GROUPED;297 Experimental-Result GROUPED;298 Experimental-Result-Code UNSIGNED32;"
                        + "30 Called-Station-Id TEXT;11 Filter-Id TEXT;25 Class OCTETS";
        String creditControl =
                "461 Service-Context-Id TEXT;415 CC-Request-Number UNSIGNED32;443 Subscription-Id GROUPED;"
                        + "444 Subscription-Id-Data TEXT;456 Multiple-Services-Credit-Control GROUPED;437 Requested-Service-Unit GROUPED;"
                        + "446 Used-Service-Unit GROUPED;431 Granted-Service-Unit GROUPED;420 CC-Time UNSIGNED32;421 CC-Total-Octets UNSIGNED64;"
                        + "412 CC-Input-Octets UNSIGNED64;414 CC-Output-Octets UNSIGNED64;417 CC-Service-Specific-Units UNSIGNED64;413 CC-Money GROUPED;"
                        + "445 Unit-Value GROUPED;447 Value-Digits INTEGER64;429 Exponent INTEGER32;425 Currency-Code UNSIGNED32;"
                        + "432 Rating-Group UNSIGNED32;439 Service-Identifier UNSIGNED32;448 Validity-Time UNSIGNED32;430 Final-Unit-Indication GROUPED;"
                        + "434 Redirect-Server GROUPED;435 Redirect-Server-Address TEXT;438 Restriction-Filter-Rule TEXT;423 Cost-Information GROUPED;"
                        + "424 Cost-Unit TEXT;451 Tariff-Time-Change TIME;457 G-S-U-Pool-Reference GROUPED;453 G-S-U-Pool-Identifier UNSIGNED32;"
                        + "411 CC-Correlation-Id OCTETS;419 CC-Sub-Session-Id UNSIGNED64;458 User-Equipment-Info GROUPED;460 User-Equipment-Info-Value OCTETS;"
                        + "665 Redirect-Server-Extension GROUPED;666 Redirect-Address-IPAddress ADDRESS;667 Redirect-Address-URL TEXT;"
                        + "668 Redirect-Address-SIP-URI TEXT;669 QoS-Final-Unit-Indication GROUPED";
        String tgpp =
                "873 Service-Information GROUPED;874 PS-Information GROUPED;876 IMS-Information GROUPED;2000 SMS-Information GROUPED;"
                        + "831 Calling-Party-Address TEXT;832 Called-Party-Address TEXT;868 Time-Quota-Threshold UNSIGNED32;"
                        + "869 Volume-Quota-Threshold UNSIGNED32;1226 Unit-Quota-Threshold UNSIGNED32;871 Quota-Holding-Time UNSIGNED32;"
                        + "881 Quota-Consumption-Time UNSIGNED32;2026 Recipient-Info GROUPED;1201 Recipient-Address GROUPED;897 Address-Data TEXT;"
                        + "1264 Trigger GROUPED;2021 Remaining-Balance GROUPED;2054 AoC-Information GROUPED;2053 AoC-Cost-Information GROUPED;"
                        + "2052 Accumulated-Cost GROUPED;3410 VCS-Information GROUPED";
        addAll(base, 0);
        addAll(creditControl, 0);
        addAll(tgpp, TGPP);
        Enumerations.addTo(AvpDictionary::add);
    }

    private AvpDictionary() {}

    private static void addAll(String table, int vendor) {
        for (String row : table.split(";")) {
            String[] cells = row.split(" ");
            add(new Definition(Integer.parseInt(cells[0]), vendor, cells[1], DataType.valueOf(cells[2]), Map.of()));
        }
    }

    private static void add(Definition definition) {
        BY_CODE.put((long) definition.vendor() << 32 | definition.code(), definition);
        BY_NAME.put(definition.name(), definition);
    }

    /** An AVP that is not known reads as octets. */
    static Definition find(int code, int vendor) {
        Definition known = BY_CODE.get((long) vendor << 32 | code);
        String name = "AVP " + code + (vendor == 0 ? "" : " of vendor " + vendor);
        return known != null ? known : new Definition(code, vendor, name, DataType.OCTETS, Map.of());
    }

    /** @throws IllegalArgumentException if there is no such name */
    static Definition find(String name) {
        Definition known = BY_NAME.get(name);
        if (known == null) {
            throw new IllegalArgumentException("no AVP " + name);
        }
        return known;
    }
}
