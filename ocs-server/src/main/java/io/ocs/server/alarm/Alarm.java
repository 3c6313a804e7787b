package io.ocs.server.alarm;

import java.util.Locale;

/**
 * Everything that an operator is called for: a closed list, with ids that never change. Severities as in X.733: critical is charging refused or unanswered,
 * major is what will become that or money that is late, minor is worth a look in the morning.
 */
public enum Alarm {
    JOURNAL_FULL(
            Severity.CRITICAL,
            "no further journal file can be made",
            "make room on the disk of data-dir, or raise the limit that the detail names: it is tried again each second"),
    JOURNAL_SLOW(
            Severity.MAJOR,
            "the disk of the journal takes too long to make a batch durable",
            "look for who else uses the disk (iostat -x 1), and for its health (smartctl -a)"),
    IMAGE_SHORT_OF_DISK(
            Severity.MAJOR,
            "the disk has no room for the image to grow",
            "make room on the disk of data-dir: it is tried again each second"),
    TABLE_FILLING(
            Severity.MAJOR,
            "a table of the image is filled to four fifths",
            "raise accounts.capacity or sessions.capacity, and restart: the image is built anew"),
    JOURNAL_ARCHIVE(
            Severity.MAJOR,
            "journal files that are done with cannot be archived or used again",
            "look at journal.archive and the disk of data-dir: room, rights; nothing is lost, the journal grows until it is put right"),
    SNAPSHOT_FAILING(
            Severity.MAJOR,
            "the last snapshot could not be written",
            "charging goes on; make room on the disk of data-dir before the journal has filled it"),
    CDR_FILES(
            Severity.MAJOR,
            "charging data records cannot be written to files",
            "look at cdr.directory: room, limits, rights; nothing is lost, the journal keeps it"),
    CDR_DATABASE(
            Severity.MAJOR,
            "charging data records cannot be written to the billing database",
            "look at the database of database.url; nothing is lost, the journal and closed files keep it"),
    CDR_LAG(
            Severity.MINOR,
            "charging data records are behind by more than cdr.lag-max and a minute",
            "the disk or the database is slower than charging: look at both"),
    CLOCK_STEPPED(
            Severity.MAJOR,
            "the wall clock was set, and the server's time is on its way after it",
            "look at NTP on this machine; if the wall clock is wrong, set it right, and the server's time turns round"),
    DESCRIPTORS(
            Severity.MAJOR,
            "the process has hardly any file descriptors left, or none",
            "raise the limit (ulimit -n, LimitNOFILE), and look for who opens so many connections"),
    PEER_AWAY(
            Severity.MINOR,
            "a peer that this server connects to has not been connected for a minute",
            "the detail says why: look at the peer, at its address in diameter.peers, and at the network; it is tried again at least each half minute"),
    CERTIFICATES(
            Severity.MAJOR,
            "the files of diameter.tls have changed and are no good",
            "put right the file that the detail names: it is read again when it changes; until then the certificates before serve"),
    OVERLOAD(
            Severity.MINOR,
            "requests are refused with 3004",
            "if no other alarm says why: more shards, more cores, or less traffic to this server"),
    NOTIFICATIONS(
            Severity.MAJOR,
            "notifications of subscribers cannot be delivered",
            "look at notifications.webhook.url or notifications.directory; nothing is lost, the journal keeps it"),
    AUDIT_LOG(
            Severity.MAJOR,
            "the audit log cannot be written",
            "make room on the disk of data-dir; until then changes over the administration are refused, charging goes on");

    private final Severity severity;
    private final String probableCause;
    private final String remedy;

    Alarm(Severity severity, String probableCause, String remedy) {
        this.severity = severity;
        this.probableCause = probableCause;
        this.remedy = remedy;
    }

    /** Stands in metrics, logs and documents: {@code journal-full}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where it is written what to do, from the folder of the program on. */
    public String runbook() {
        return "docs/runbooks/" + id() + ".md";
    }

    public Severity severity() {
        return severity;
    }

    public String probableCause() {
        return probableCause;
    }

    /** What the operator does. */
    public String remedy() {
        return remedy;
    }
}
