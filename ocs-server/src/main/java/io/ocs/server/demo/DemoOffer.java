package io.ocs.server.demo;

import io.ocs.sim.Mix;

/** The offers of the demo, each with its subscribers, what they do, and their share of the load. */
enum DemoOffer {
    PREPAID_DATA("prepaid-data", 491_701_000_000L, 150, 40, "data=7,voice=1,sms=1,event=1"),
    PREPAID_VOICE("prepaid-voice", 491_702_000_000L, 100, 25, "voice=5,sms=3,event=2"),
    FAMILY("family", 491_703_000_000L, 60, 20, "data=5,voice=3,sms=2"),
    POSTPAID("postpaid", 491_704_000_000L, 60, 15, "data=4,voice=3,sms=2,event=1");

    /** Members of one family account. */
    static final int FAMILY_SIZE = 4;

    private static final int POOR_ONE_IN = 10;

    final String offer;
    final long firstNumber;
    final int count;
    /** Of a hundred sessions. */
    final int share;

    private final String mix;

    DemoOffer(String offer, long firstNumber, int count, int share, String mix) {
        this.offer = offer;
        this.firstNumber = firstNumber;
        this.count = count;
        this.share = share;
        this.mix = mix;
    }

    Mix mix() {
        return Mix.parse(mix);
    }

    /** Opening balance; one subscriber in ten is poor, so that last units are granted and credit limits reached. Null for none. */
    String balance(int index) {
        boolean poor = index % POOR_ONE_IN == 0;
        return switch (this) {
            case PREPAID_DATA -> poor ? "0.04EUR" : "10.00EUR";
            case PREPAID_VOICE -> poor ? "0.25EUR" : "15.00EUR";
            case FAMILY -> isMember(index) ? null : "25.00EUR";
            case POSTPAID -> null;
        };
    }

    /** Whether the subscriber joins the account of another. */
    boolean isMember(int index) {
        return this == FAMILY && index % FAMILY_SIZE != 0;
    }

    /** The subscriber whose account it joins. */
    long accountNumber(int index) {
        return firstNumber + index - index % FAMILY_SIZE;
    }
}
