package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.server.access.Role;
import java.util.List;

/** Open sessions: the list, one of them, and the question before one is ended. */
public final class SessionsPage {
    /** As many as are told if nobody asks for more. */
    private static final int LISTED = 100;

    private SessionsPage() {}

    /**
     * The fields to look for sessions with, and those that were found.
     *
     * @param answer {@code /admin/v1/sessions}
     */
    public static Screen list(Look look, JsonNode answer) {
        JsonNode sessions = answer.path("sessions");
        Html main = new Html()
                .add(Forms.search(
                        Section.SESSIONS.path(),
                        "subscriber",
                        "Sessions of a subscriber",
                        "A number like 491700000001, or an identity like imsi:001010000000001. Empty: any.",
                        look.parameter("subscriber").orElse("")))
                .add(Forms.search(
                        "/console/session",
                        "id",
                        "One session by its Session-Id",
                        "As the network element has it.",
                        ""))
                .element(
                        "p",
                        sessions.size() < LISTED
                                ? Texts.plural(sessions.size(), "open session") + "."
                                : sessions.size() + " open sessions; there may be more.",
                        "role",
                        "status")
                .add(table("Open sessions", sessions));
        return new Screen("Sessions", Section.SESSIONS, main);
    }

    static Html table(String caption, JsonNode sessions) {
        Grid grid = new Grid(
                caption,
                "No session is open.",
                List.of("Session-Id", "Context", "Subscriber", "Opened", "Last request", "Services", "Cost"));
        for (JsonNode session : sessions) {
            String id = session.path("sessionId").asText();
            grid.row(new Html().element("a", id, "href", path(id)))
                    .cell(Texts.of(session.path("context")))
                    .cell(Texts.list(session.path("identities")))
                    .cell(Texts.time(session.path("opened")))
                    .cell(Texts.time(session.path("lastRequest")))
                    .number(Integer.toString(session.path("services").size()))
                    .number(Texts.of(session.path("cost")));
        }
        return grid.end();
    }

    static String path(String sessionId) {
        return Section.SESSIONS.path() + "/" + Html.segment(sessionId);
    }

    /** @param session {@code /admin/v1/sessions/{sessionId}} */
    public static Screen one(Look look, JsonNode session) {
        String id = session.path("sessionId").asText();
        Html main = facts(session).add(services(session.path("services")));
        if (look.role().includes(Role.CARE)) {
            main.open("p")
                    .element("a", "End this session…", "href", path(id) + "/ending", "class", "button")
                    .close();
        }
        return new Screen("Session", Section.SESSIONS, main);
    }

    private static Html facts(JsonNode session) {
        Html subscriber = new Html();
        for (JsonNode identity : session.path("identities")) {
            subscriber
                    .element("a", identity.asText(), "href", SubscriberPage.path(identity.asText()))
                    .text(" ");
        }
        return new Html()
                .add(new Facts()
                        .fact("Session-Id", session.path("sessionId").asText())
                        .fact("Subscriber", subscriber)
                        .fact("Context", Texts.of(session.path("context")))
                        .fact("Shard", Texts.of(session.path("shard")))
                        .fact("Opened", Texts.time(session.path("opened")))
                        .fact("Last request", Texts.time(session.path("lastRequest")))
                        .fact("Ends when silent until", Texts.time(session.path("closesWhenSilent")))
                        .fact("Cost", Texts.of(session.path("cost")))
                        .end());
    }

    private static Html services(JsonNode services) {
        Grid grid = new Grid(
                "Services",
                "No service was asked for yet.",
                List.of("Rating-Group", "Service-Identifier", "Granted now", "Used", "Cost"));
        for (JsonNode service : services) {
            long identifier = service.path("serviceIdentifier").asLong();
            boolean granted = service.path("grantedKind").isTextual();
            grid.row(service.path("ratingGroup").asText())
                    .cell(identifier < 0 ? "none" : Long.toString(identifier))
                    .number(
                            granted
                                    ? Texts.count(service.path("grantedUnits")) + " "
                                            + service.path("grantedKind").asText()
                                    : "nothing")
                    .number(Texts.count(service.path("usedUnits")))
                    .number(Texts.of(service.path("cost")));
        }
        return grid.end();
    }

    /**
     * Asks whether a session shall be ended.
     *
     * @param session {@code /admin/v1/sessions/{sessionId}}
     */
    public static Screen ending(Look look, JsonNode session) {
        String id = session.path("sessionId").asText();
        Html main = new Html()
                .element(
                        "p",
                        "The network element is asked to end the session (ASR) and has two seconds to report what was used. Then the session is ended in"
                                + " any case, and what it reports later is not charged.")
                .add(facts(session))
                .open("form", "method", "post", "action", path(id) + "/ending")
                .add(Forms.csrf(look))
                .element("button", "End the session", "type", "submit", "class", "danger")
                .text(" ")
                .element("a", "Leave it open", "href", path(id), "class", "button")
                .close();
        return new Screen("End this session?", Section.SESSIONS, main);
    }

    /**
     * What came of it.
     *
     * @param answer to the {@code DELETE} of a session
     */
    public static Screen ended(JsonNode answer) {
        Html main = new Html()
                .element("p", "Ended: " + Texts.of(answer.path("detail")) + ".", "role", "status", "class", "done")
                .open("p")
                .element("a", "To the sessions", "href", Section.SESSIONS.path())
                .close();
        return new Screen("The session is ended", Section.SESSIONS, main);
    }
}
