package io.ocs.server.http;

import static io.ocs.server.access.Role.CARE;
import static io.ocs.server.access.Role.VIEWER;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.server.access.Role;
import io.ocs.server.alarm.Alarms;
import io.ocs.server.console.AlarmsPage;
import io.ocs.server.console.Assets;
import io.ocs.server.console.CapacityPage;
import io.ocs.server.console.CatalogPage;
import io.ocs.server.console.CdrPage;
import io.ocs.server.console.Frame;
import io.ocs.server.console.Html;
import io.ocs.server.console.Look;
import io.ocs.server.console.PeersPage;
import io.ocs.server.console.PlainPages;
import io.ocs.server.console.RunbookPage;
import io.ocs.server.console.Screen;
import io.ocs.server.console.Section;
import io.ocs.server.console.SessionsPage;
import io.ocs.server.console.SubscriberPage;
import io.ocs.server.console.TrafficPage;
import io.ocs.server.http.AdminServer.AdminRoute;
import io.ocs.server.metrics.ServerMetrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console. Each page is a view of what the handlers of {@code /admin/v1} answer: they are called as for a program, and their JSON goes to the page instead of
 * over the line.
 */
final class ConsoleRoutes {
    static final String ROOT = "/console";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRoutes.class);
    private static final String SIGN_IN = ROOT + "/sign-in";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'";
    private static final String CALLER = "ocs.console.caller";

    /** A page over some answers. */
    @FunctionalInterface
    private interface Page {
        Screen of(Look look, List<JsonNode> answers);
    }

    /** A handler of the administration. */
    @FunctionalInterface
    private interface Source {
        void handle(RoutingContext context);
    }

    private final AdminPorts ports;
    private final ConsoleGuard guard;
    private final Alarms alarms;
    private final FigureRoutes figures;

    /** @param secure whether it is served by https */
    ConsoleRoutes(AdminPorts ports, ServerMetrics metrics, AccessGuard access, boolean secure) {
        this.ports = ports;
        guard = new ConsoleGuard(access, secure);
        alarms = ports.alarms();
        figures = new FigureRoutes(metrics);
    }

    private List<AdminRoute> pages() {
        List<AdminRoute> pages = new ArrayList<>(service());
        pages.addAll(care());
        return pages;
    }

    private List<AdminRoute> service() {
        CatalogRoutes catalog = new CatalogRoutes(ports);
        BookRoutes books = new BookRoutes(ports);
        ChargeRoutes charges = new ChargeRoutes(ports);
        return List.of(
                new AdminRoute(GET, ROOT, VIEWER, context -> redirect(context, Section.TRAFFIC.path())),
                new AdminRoute(GET, ROOT + "/traffic.json", VIEWER, figures::traffic),
                page("/traffic", VIEWER, (look, answers) -> TrafficPage.screen(answers.get(0)), figures::traffic),
                page("/capacity", VIEWER, (look, answers) -> CapacityPage.screen(answers.get(0)), figures::capacity),
                page(
                        "/peers",
                        VIEWER,
                        (look, answers) -> PeersPage.screen(answers.get(0)),
                        new PeerRoutes(ports)::list),
                page(
                        "/alarms",
                        VIEWER,
                        (look, answers) -> AlarmsPage.screen(answers.get(0)),
                        new AlarmRoutes(ports)::list),
                page("/runbooks/{runbook}", VIEWER, ConsoleRoutes::runbook),
                page(
                        "/catalog",
                        VIEWER,
                        (look, answers) -> CatalogPage.list(answers.get(0), answers.get(1)),
                        catalog::show,
                        catalog::history),
                page(
                        "/catalog/diff",
                        VIEWER,
                        (look, answers) -> CatalogPage.diff(answers.get(0)),
                        new CatalogDiffRoute(ports)::handle),
                page(
                        "/cdrs",
                        VIEWER,
                        (look, answers) -> CdrPage.screen(answers.get(0), answers.get(1)),
                        books::deliveries,
                        charges::files));
    }

    private List<AdminRoute> care() {
        Views views = new Views(ports.offers());
        SessionRoutes sessions = new SessionRoutes(ports, views);
        SubscriberRoutes subscribers = new SubscriberRoutes(ports, new SubscriberReader(ports), views);
        return List.of(
                page(
                        "/sessions",
                        CARE,
                        (look, answers) -> SessionsPage.list(look, answers.get(0)),
                        withoutBlanks(sessions::list)),
                new AdminRoute(GET, ROOT + "/session", CARE, context -> find(context, "id", Section.SESSIONS)),
                page(
                        "/sessions/{sessionId}",
                        CARE,
                        (look, answers) -> SessionsPage.one(look, answers.get(0)),
                        sessions::show),
                page(
                        "/sessions/{sessionId}/ending",
                        CARE,
                        (look, answers) -> SessionsPage.ending(look, answers.get(0)),
                        sessions::show),
                new AdminRoute(
                        POST,
                        ROOT + "/sessions/{sessionId}/ending",
                        CARE,
                        shown((look, answers) -> SessionsPage.ended(answers.get(0)), List.of(sessions::abort))),
                new AdminRoute(GET, ROOT + "/subscribers", CARE, context -> {
                    if (context.queryParam("identity").isEmpty()) {
                        send(context, 200, Frame.of(SubscriberPage.find(), look(context)));
                    } else {
                        find(context, "identity", Section.SUBSCRIBERS);
                    }
                }),
                page(
                        "/subscribers/{identity}",
                        CARE,
                        (look, answers) -> SubscriberPage.one(look, answers.get(0), answers.get(1)),
                        subscribers::balance,
                        new ChargeRoutes(ports)::charges));
    }

    /** A field that was left empty asks for nothing. */
    private static Source withoutBlanks(Source handler) {
        return context -> {
            context.queryParams().names().stream()
                    .filter(name -> context.queryParams().get(name).isBlank())
                    .toList()
                    .forEach(context.queryParams()::remove);
            handler.handle(context);
        };
    }

    private static Screen runbook(Look look, List<JsonNode> none) {
        return RunbookPage.screen(look.parameters().get("runbook"))
                .orElseThrow(() -> new ProblemException(404, "unknown-runbook", "there is no such runbook"));
    }

    /** From a field to the page of what was typed into it. */
    private static void find(RoutingContext context, String parameter, Section section) {
        String typed = String.join("", context.queryParam(parameter)).strip();
        redirect(context, typed.isEmpty() ? section.path() : section.path() + "/" + Html.segment(typed));
    }

    private AdminRoute page(String path, Role least, Page page, Source... sources) {
        return new AdminRoute(GET, ROOT + path, least, shown(page, List.of(sources)));
    }

    private Handler<RoutingContext> shown(Page page, List<Source> sources) {
        return context -> collect(context, sources, new ArrayList<>(), page);
    }

    /** Has one source after the other answer into the list, then shows the page. */
    private void collect(RoutingContext context, List<Source> sources, List<JsonNode> answers, Page page) {
        if (answers.size() == sources.size()) {
            Look look = look(context);
            send(context, 200, Frame.of(page.of(look, answers), look));
            return;
        }
        Replies.view(context, (status, body) -> {
            answers.add(body);
            collect(context, sources, answers, page);
        });
        sources.get(answers.size()).handle(context);
    }

    private Look look(RoutingContext context) {
        Caller caller = context.get(CALLER);
        Map<String, String> parameters = new HashMap<>();
        context.queryParams().forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
        parameters.putAll(context.pathParams());
        return new Look(
                caller.name(),
                caller.role(),
                guard.isLab(),
                guard.csrf(context),
                alarms.raised().size(),
                parameters);
    }

    /** Puts the pages in the router, with what they need before and after. */
    void mount(Router router, AuditTrail audit) {
        router.route(ROOT + "*").handler(context -> {
            headers(context.response());
            context.next();
        });
        router.get(ROOT + "/assets/:name").handler(ConsoleRoutes::asset);
        router.get(SIGN_IN).handler(context -> Replies.guarded(context, () -> signInForm(context, 200, null)));
        router.post(SIGN_IN).handler(context -> Replies.guarded(context, () -> signIn(context)));
        router.post(ROOT + "/sign-out")
                .handler(context -> Replies.guarded(context, () -> {
                    guard.checkForm(context);
                    guard.signOut(context);
                    redirect(context, SIGN_IN);
                }));
        for (AdminRoute page : pages()) {
            router.route(page.method(), page.path().replaceAll("\\{(\\w+)}", ":$1"))
                    .handler(context -> Replies.guarded(context, () -> {
                        Caller caller = guard.caller(context);
                        context.put(CALLER, caller);
                        guard.checkForm(context);
                        audit.handle(context, page, AccessGuard.checked(caller, page.least()));
                    }));
        }
        router.route(ROOT + "/*").handler(context -> context.fail(404));
        router.route(ROOT + "*").failureHandler(this::problem);
    }

    private static void headers(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
    }

    private static void asset(RoutingContext context) {
        Assets.find(context.pathParam("name"))
                .ifPresentOrElse(
                        asset -> context.response()
                                .putHeader("Content-Type", asset.type())
                                .putHeader("Cache-Control", "max-age=600")
                                .end(io.vertx.core.buffer.Buffer.buffer(asset.content())),
                        () -> context.fail(404));
    }

    private void signInForm(RoutingContext context, int status, String problem) {
        if (guard.isLab()) {
            redirect(context, Section.TRAFFIC.path());
        } else {
            send(context, status, PlainPages.signIn(guard.csrf(context), problem));
        }
    }

    private void signIn(RoutingContext context) {
        guard.checkForm(context);
        String secret = context.request().getFormAttribute("token");
        try {
            String name = guard.signIn(context, secret == null ? "" : secret.strip());
            LOG.atInfo()
                    .addKeyValue("by", name)
                    .addKeyValue("from", context.request().remoteAddress().hostAddress())
                    .log("console-signed-in");
            redirect(context, Section.TRAFFIC.path());
        } catch (ProblemException e) {
            signInForm(context, e.status(), e.getMessage());
        }
    }

    /** Who has to sign in is led there; a page that only wants news of itself is told. */
    private void problem(RoutingContext context) {
        ProblemException problem = Replies.problemOf(context);
        boolean isPage = context.request().getHeader("HX-Request") == null
                && !context.request().path().endsWith(".json");
        if (context.response().ended()) {
            return;
        }
        if (problem.status() == 401 && isPage) {
            redirect(context, SIGN_IN);
            return;
        }
        if (problem.retryAfterS() > 0) {
            context.response().putHeader("Retry-After", Long.toString(problem.retryAfterS()));
        }
        String title = problem.name().replace('-', ' ');
        Look look = context.get(CALLER) == null ? null : look(context);
        send(
                context,
                problem.status(),
                PlainPages.problem(
                        problem.status(),
                        Character.toUpperCase(title.charAt(0)) + title.substring(1),
                        problem.getMessage(),
                        look));
    }

    /** See Other (303): to be fetched by GET. */
    private static void redirect(RoutingContext context, String path) {
        context.response().setStatusCode(303).putHeader("Location", path).end();
    }

    private static void send(RoutingContext context, int status, String html) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(html);
    }
}
