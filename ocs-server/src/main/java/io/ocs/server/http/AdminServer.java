package io.ocs.server.http;

import io.ocs.server.access.Role;
import io.ocs.server.access.TokenFileException;
import io.ocs.server.access.Tokens;
import io.ocs.server.config.HttpSettings;
import io.ocs.server.metrics.FigureHistory;
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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The HTTP server: one event loop of its own. */
public final class AdminServer implements AutoCloseable {
    private static final int IDLE_TIMEOUT_S = 120;
    private static final long CLOSE_TIMEOUT_S = 5;

    /**
     * One resource and method.
     *
     * @param path parameters in braces
     * @param least role that may; null: nobody is asked
     */
    record AdminRoute(HttpMethod method, String path, Role least, Handler<RoutingContext> handler) {}

    private final Vertx vertx;
    private final HttpServer server;
    private final HttpSettings settings;
    private final AccessGuard access;
    private final ServerMetrics metrics;
    private final AtomicReference<Router> router;

    private AdminServer(
            Vertx vertx,
            HttpServer server,
            HttpSettings settings,
            AccessGuard access,
            ServerMetrics metrics,
            AtomicReference<Router> router) {
        this.vertx = vertx;
        this.server = server;
        this.settings = settings;
        this.access = access;
        this.metrics = metrics;
        this.router = router;
    }

    /**
     * Starts with metrics and health, so that a start that takes long can be watched; everything else is answered 503 until {@link #serve}.
     *
     * @throws IOException if the address is taken or is none of this machine, or the files of http.tokens or http.tls are no good; the message is for the
     *     operator
     */
    public static AdminServer start(HttpSettings settings, Readiness readiness, ServerMetrics metrics)
            throws IOException {
        AccessGuard access = access(settings);
        HttpServerOptions http = options(settings);
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(1);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        Vertx vertx = Vertx.vertx(options);
        AtomicReference<Router> router = new AtomicReference<>(starting(vertx, settings, access, readiness, metrics));
        try {
            HttpServer server = vertx.createHttpServer(http)
                    .requestHandler(request -> router.get().handle(request))
                    .listen(settings.listen().port(), settings.listen().host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new AdminServer(vertx, server, settings, access, metrics, router);
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
        AuditTrail audit = new AuditTrail(ports.audit());
        ConsoleRoutes console =
                new ConsoleRoutes(ports, metrics, access, settings.tls().isPresent());
        router.set(router(vertx, settings, access, AdminRoutes.all(ports, metrics), audit, console));
        vertx.setPeriodic(FigureHistory.SAMPLE_MS, timer -> {
            metrics.history().sample(ports.clock().nowMs());
            ports.traces().expire();
        });
    }

    private static AccessGuard access(HttpSettings settings) throws IOException {
        try {
            return new AccessGuard(settings.tokens().map(Tokens::of));
        } catch (TokenFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static HttpServerOptions options(HttpSettings settings) throws IOException {
        HttpServerOptions http = new HttpServerOptions().setIdleTimeout(IDLE_TIMEOUT_S);
        if (settings.tls().isPresent()) {
            HttpTls.apply(settings.tls().get(), http);
        }
        return http;
    }

    private static Router starting(
            Vertx vertx, HttpSettings settings, AccessGuard access, Readiness readiness, ServerMetrics metrics) {
        Router router = Router.router(vertx);
        HealthRoutes health = new HealthRoutes(readiness, metrics);
        LoopbackGuard guard = new LoopbackGuard(settings.tokens().isPresent());
        router.route().handler(context -> Replies.guarded(context, () -> guard.handle(context)));
        for (AdminRoute route : health.routes()) {
            router.route(route.method(), route.path())
                    .handler(context -> Replies.guarded(context, () -> {
                        access.check(context, route.least());
                        route.handler().handle(context);
                    }));
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

    private static Router router(
            Vertx vertx,
            HttpSettings settings,
            AccessGuard access,
            List<AdminRoute> routes,
            AuditTrail audit,
            ConsoleRoutes console) {
        Router router = Router.router(vertx);
        LoopbackGuard guard = new LoopbackGuard(settings.tokens().isPresent());
        router.route().handler(context -> Replies.guarded(context, () -> guard.handle(context)));
        router.route().handler(BodyHandler.create(false).setBodyLimit(settings.bodyMax()));
        for (AdminRoute route : routes) {
            router.route(route.method(), route.path().replaceAll("\\{(\\w+)}", ":$1"))
                    .handler(context -> Replies.guarded(
                            context, () -> audit.handle(context, route, access.check(context, route.least()))));
        }
        console.mount(router, audit);
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
