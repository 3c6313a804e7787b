package io.ocs.server.http;

import io.ocs.server.config.HttpSettings;
import io.ocs.server.metrics.ServerMetrics;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The HTTP server: one event loop of its own, loopback only. */
public final class AdminServer implements AutoCloseable {
    private static final int IDLE_TIMEOUT_S = 120;
    private static final long CLOSE_TIMEOUT_S = 5;

    /** One resource and method; path parameters in braces. */
    record AdminRoute(HttpMethod method, String path, Handler<RoutingContext> handler) {}

    private final Vertx vertx;
    private final HttpServer server;
    private final HttpSettings settings;
    private final ServerMetrics metrics;
    private final AtomicReference<Router> router;

    private AdminServer(
            Vertx vertx,
            HttpServer server,
            HttpSettings settings,
            ServerMetrics metrics,
            AtomicReference<Router> router) {
        this.vertx = vertx;
        this.server = server;
        this.settings = settings;
        this.metrics = metrics;
        this.router = router;
    }

    /**
     * Starts with metrics and health, so that a start that takes long can be watched; everything else is answered 503 until {@link #serve}.
     *
     * @throws IOException if the address is taken or is none of this machine; the message is for the operator
     */
    public static AdminServer start(HttpSettings settings, Readiness readiness, ServerMetrics metrics)
            throws IOException {
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        Vertx vertx = Vertx.vertx(options);
        HttpServerOptions http = new HttpServerOptions().setIdleTimeout(IDLE_TIMEOUT_S);
        AtomicReference<Router> router = new AtomicReference<>(starting(vertx, readiness, metrics));
        try {
            HttpServer server = vertx.createHttpServer(http)
                    .requestHandler(request -> router.get().handle(request))
                    .listen(settings.listen().port(), settings.listen().host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new AdminServer(vertx, server, settings, metrics, router);
        } catch (CompletionException e) {
            vertx.close();
            throw new IOException(
                    "http.listen: cannot listen on " + settings.listen() + ": "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    /** Serves everything from now on. */
    public void serve(AdminPorts ports) {
        router.set(router(vertx, settings, routes(ports, metrics)));
    }

    private static Router starting(Vertx vertx, Readiness readiness, ServerMetrics metrics) {
        Router router = Router.router(vertx);
        HealthRoutes health = new HealthRoutes(readiness, metrics);
        LoopbackGuard guard = new LoopbackGuard();
        router.route().handler(context -> Replies.guarded(context, () -> guard.handle(context)));
        for (AdminRoute route : health.routes()) {
            router.route(route.method(), route.path()).handler(route.handler());
        }
        router.route()
                .handler(context -> context.fail(new ProblemException(
                        503,
                        "starting",
                        "the server is not ready: " + readiness.hindrance().orElse("starting"))));
        router.route().failureHandler(Replies::problem);
        return router;
    }

    /** Where it listens, with the port that was really taken. */
    public InetSocketAddress address() {
        return new InetSocketAddress(settings.listen().host(), server.actualPort());
    }

    static List<AdminRoute> routes(AdminPorts ports, ServerMetrics metrics) {
        ServiceRoutes service = new ServiceRoutes(ports);
        SubscriberReader reader = new SubscriberReader(ports);
        Views views = new Views(ports.offers());
        SubscriberRoutes subscribers = new SubscriberRoutes(ports, reader, views);
        SessionRoutes sessions = new SessionRoutes(ports, views);
        BookRoutes books = new BookRoutes(ports);
        BackupRoutes backups = new BackupRoutes(ports);
        BulkRoute bulk = new BulkRoute(ports, reader);
        String one = "/admin/v1/subscribers/{identity}";
        List<AdminRoute> routes = new ArrayList<>(new HealthRoutes(ports.readiness(), metrics).routes());
        routes.addAll(List.of(
                new AdminRoute(HttpMethod.GET, "/admin/v1/openapi.json", service::openApi),
                new AdminRoute(HttpMethod.GET, "/admin/v1/offers", service::offers),
                new AdminRoute(HttpMethod.GET, "/admin/v1/journal", books::journal),
                new AdminRoute(HttpMethod.POST, "/admin/v1/journal/holds", books::hold),
                new AdminRoute(HttpMethod.DELETE, "/admin/v1/journal/holds/{hold}", books::letGo),
                new AdminRoute(HttpMethod.GET, "/admin/v1/cdrs", books::deliveries),
                new AdminRoute(HttpMethod.POST, "/admin/v1/cdrs/flush", books::flush),
                new AdminRoute(HttpMethod.GET, "/admin/v1/backup", backups::show),
                new AdminRoute(HttpMethod.POST, "/admin/v1/backup", backups::begin),
                new AdminRoute(HttpMethod.DELETE, "/admin/v1/backup", backups::stop),
                new AdminRoute(HttpMethod.GET, "/admin/v1/subscribers", subscribers::list),
                new AdminRoute(HttpMethod.POST, "/admin/v1/subscribers", subscribers::create),
                new AdminRoute(HttpMethod.POST, "/admin/v1/subscribers/bulk", bulk::handle),
                new AdminRoute(HttpMethod.GET, one, subscribers::show),
                new AdminRoute(HttpMethod.DELETE, one, subscribers::remove),
                new AdminRoute(HttpMethod.GET, one + "/balance", subscribers::balance),
                new AdminRoute(HttpMethod.POST, one + "/top-ups", subscribers::topUp),
                new AdminRoute(HttpMethod.PUT, one + "/state", subscribers::changeState),
                new AdminRoute(HttpMethod.PUT, one + "/offer", subscribers::changeOffer),
                new AdminRoute(HttpMethod.POST, one + "/identities", subscribers::addIdentity),
                new AdminRoute(HttpMethod.DELETE, one + "/identities/{other}", subscribers::removeIdentity),
                new AdminRoute(HttpMethod.GET, "/admin/v1/sessions", sessions::list),
                new AdminRoute(HttpMethod.GET, "/admin/v1/sessions/{sessionId}", sessions::show),
                new AdminRoute(HttpMethod.DELETE, "/admin/v1/sessions/{sessionId}", sessions::abort),
                new AdminRoute(
                        HttpMethod.POST, "/admin/v1/sessions/{sessionId}/reauthorization", sessions::reauthorize)));
        return routes;
    }

    private static Router router(Vertx vertx, HttpSettings settings, List<AdminRoute> routes) {
        Router router = Router.router(vertx);
        LoopbackGuard guard = new LoopbackGuard();
        router.route().handler(context -> Replies.guarded(context, () -> guard.handle(context)));
        router.route().handler(BodyHandler.create(false).setBodyLimit(settings.bodyMax()));
        for (AdminRoute route : routes) {
            router.route(route.method(), route.path().replaceAll("\\{(\\w+)}", ":$1"))
                    .handler(context ->
                            Replies.guarded(context, () -> route.handler().handle(context)));
        }
        router.route().failureHandler(Replies::problem);
        router.errorHandler(404, Replies::problem);
        router.errorHandler(405, Replies::problem);
        return router;
    }

    /** Stops listening; requests under way are cut. */
    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)
                .join();
    }
}
