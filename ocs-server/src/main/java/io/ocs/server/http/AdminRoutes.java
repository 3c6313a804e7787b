package io.ocs.server.http;

import static io.ocs.server.access.Role.ADMIN;
import static io.ocs.server.access.Role.CARE;
import static io.ocs.server.access.Role.OPERATOR;
import static io.ocs.server.access.Role.VIEWER;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.ocs.server.http.AdminServer.AdminRoute;
import io.ocs.server.metrics.ServerMetrics;
import java.util.ArrayList;
import java.util.List;

/** Every resource and method, and who may use it. */
final class AdminRoutes {
    private static final String SUBSCRIBERS = "/admin/v1/subscribers";
    private static final String ONE = SUBSCRIBERS + "/{identity}";
    private static final String SESSIONS = "/admin/v1/sessions";

    private AdminRoutes() {}

    static List<AdminRoute> all(AdminPorts ports, ServerMetrics metrics) {
        List<AdminRoute> routes = new ArrayList<>(new HealthRoutes(ports.readiness(), metrics).routes());
        routes.addAll(service(ports, metrics));
        routes.addAll(care(ports));
        return routes;
    }

    private static List<AdminRoute> service(AdminPorts ports, ServerMetrics metrics) {
        ServiceRoutes service = new ServiceRoutes(ports);
        BookRoutes books = new BookRoutes(ports);
        BackupRoutes backups = new BackupRoutes(ports);
        CatalogRoutes catalog = new CatalogRoutes(ports);
        PeerRoutes peers = new PeerRoutes(ports);
        FigureRoutes figures = new FigureRoutes(metrics);
        return List.of(
                new AdminRoute(GET, "/admin/v1/openapi.json", VIEWER, service::openApi),
                new AdminRoute(GET, "/admin/v1/offers", VIEWER, service::offers),
                new AdminRoute(GET, "/admin/v1/catalog", VIEWER, catalog::show),
                new AdminRoute(GET, "/admin/v1/catalog/versions", VIEWER, catalog::history),
                new AdminRoute(POST, "/admin/v1/catalog/versions", OPERATOR, catalog::apply),
                new AdminRoute(POST, "/admin/v1/catalog/rollback", OPERATOR, catalog::rollBack),
                new AdminRoute(GET, "/admin/v1/catalog/diff", VIEWER, new CatalogDiffRoute(ports)::handle),
                new AdminRoute(GET, "/admin/v1/traffic", VIEWER, figures::traffic),
                new AdminRoute(GET, "/admin/v1/capacity", VIEWER, figures::capacity),
                new AdminRoute(GET, "/admin/v1/alarms", VIEWER, new AlarmRoutes(ports)::list),
                new AdminRoute(GET, "/admin/v1/peers", VIEWER, peers::list),
                new AdminRoute(POST, "/admin/v1/peers/{originHost}/disconnection", OPERATOR, peers::disconnect),
                new AdminRoute(GET, "/admin/v1/journal", VIEWER, books::journal),
                new AdminRoute(POST, "/admin/v1/journal/holds", OPERATOR, books::hold),
                new AdminRoute(DELETE, "/admin/v1/journal/holds/{hold}", OPERATOR, books::letGo),
                new AdminRoute(GET, "/admin/v1/cdrs", VIEWER, books::deliveries),
                new AdminRoute(GET, "/admin/v1/cdrs/files", VIEWER, new ChargeRoutes(ports)::files),
                new AdminRoute(POST, "/admin/v1/cdrs/flush", OPERATOR, books::flush),
                new AdminRoute(GET, "/admin/v1/backup", VIEWER, backups::show),
                new AdminRoute(POST, "/admin/v1/backup", ADMIN, backups::begin),
                new AdminRoute(DELETE, "/admin/v1/backup", ADMIN, backups::stop));
    }

    private static List<AdminRoute> care(AdminPorts ports) {
        SubscriberReader reader = new SubscriberReader(ports);
        Views views = new Views(ports.offers());
        SubscriberRoutes subscribers = new SubscriberRoutes(ports, reader, views);
        SessionRoutes sessions = new SessionRoutes(ports, views);
        TraceRoutes traces = new TraceRoutes(ports);
        return List.of(
                new AdminRoute(GET, "/admin/v1/rate", CARE, new RateRoute(ports)::handle),
                new AdminRoute(GET, SUBSCRIBERS, CARE, subscribers::list),
                new AdminRoute(POST, SUBSCRIBERS, OPERATOR, subscribers::create),
                new AdminRoute(POST, SUBSCRIBERS + "/bulk", OPERATOR, new BulkRoute(ports, reader)::handle),
                new AdminRoute(GET, ONE, CARE, subscribers::show),
                new AdminRoute(DELETE, ONE, ADMIN, subscribers::remove),
                new AdminRoute(GET, ONE + "/balance", CARE, subscribers::balance),
                new AdminRoute(GET, ONE + "/charges", CARE, new ChargeRoutes(ports)::charges),
                new AdminRoute(POST, ONE + "/top-ups", CARE, subscribers::topUp),
                new AdminRoute(POST, ONE + "/adjustments", OPERATOR, subscribers::adjust),
                new AdminRoute(POST, ONE + "/transfers", CARE, subscribers::transfer),
                new AdminRoute(PUT, ONE + "/state", CARE, subscribers::changeState),
                new AdminRoute(PUT, ONE + "/offer", OPERATOR, subscribers::changeOffer),
                new AdminRoute(POST, ONE + "/identities", OPERATOR, subscribers::addIdentity),
                new AdminRoute(DELETE, ONE + "/identities/{other}", OPERATOR, subscribers::removeIdentity),
                new AdminRoute(GET, TraceRoutes.ALL, OPERATOR, traces::list),
                new AdminRoute(POST, TraceRoutes.ALL, OPERATOR, traces::begin),
                new AdminRoute(GET, TraceRoutes.ONE, OPERATOR, traces::show),
                new AdminRoute(POST, TraceRoutes.ONE + "/end", OPERATOR, traces::end),
                new AdminRoute(DELETE, TraceRoutes.ONE, OPERATOR, traces::remove),
                new AdminRoute(GET, SESSIONS, CARE, sessions::list),
                new AdminRoute(GET, SESSIONS + "/{sessionId}", CARE, sessions::show),
                new AdminRoute(DELETE, SESSIONS + "/{sessionId}", CARE, sessions::abort),
                new AdminRoute(POST, SESSIONS + "/{sessionId}/reauthorization", CARE, sessions::reauthorize));
    }
}
