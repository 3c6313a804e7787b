package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.ocs.core.command.SessionView;
import io.ocs.core.time.SystemClock;
import io.ocs.server.access.Role;
import io.ocs.server.access.TokenFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The console of a server that charges, in a real browser: signed in to by keyboard, looked at on a phone and on a desk, in the light and in the dark, and asked
 * by axe-core whether everybody can use it. Pictures of all pages are left in {@code target/console}.
 */
@ExtendWith(SharedDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target/console");
    private static final String HOST = "smf.example.com";
    private static final long NUMBER = 491700980000L;
    private static final long HOUR_MS = 3_600_000;
    private static final double PATIENCE_MS = 60_000;

    private final long seed = Seeds.seed();
    private final AtomicLong stepMs = new AtomicLong();
    private final List<String> complaints = new ArrayList<>();
    private ServerUnderTest server;
    private GyConnection gy;
    private Playwright playwright;
    private Browser browser;
    private BrowserContext context;
    private Page page;
    private String token;
    private String number;
    private String axe;

    @BeforeAll
    void startAndCharge(@TempDir Path data, SharedDatabase.Server database) throws Exception {
        if (!Files.isExecutable(CHROMIUM)) {
            System.out.println("notice: chromium is not installed: the console is not looked at in a browser");
        }
        assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
        System.out.println("ConsoleBrowserTest: seed " + seed);
        TokenFile tokens = new TokenFile(data.resolve("tokens"));
        token = tokens.add("alice", Role.OPERATOR, Instant.now());
        SystemClock clock = new SystemClock(() -> System.currentTimeMillis() + stepMs.get(), System::nanoTime);
        server = ServerUnderTest.start(
                clock,
                data.resolve("data"),
                "database.url=" + database.newDatabase(),
                "shards=2",
                "http.tokens=" + tokens.path());
        number = server.createPrepaid("1000.00EUR", NUMBER, 1).get(0);
        gy = server.connect(HOST);
        charge();
        server.awaitRecords();
        startBrowser();
    }

    /** One session that has ended, and one that stays open. */
    private void charge() throws Exception {
        DataSession session = new DataSession(HOST, number, new SplittableRandom(seed));
        for (int i = 0; i < 4; i++) {
            session.sendNext(gy, false);
            session.onAnswer(gy.receive());
        }
        session.finish(gy);
        session.sendNext(gy, false);
        session.onAnswer(gy.receive());
    }

    private void startBrowser() throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setHeadless(true)
                        .setChromiumSandbox(false)
                        .setArgs(List.of(
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        try (InputStream in = ConsoleBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    void stop() throws Exception {
        if (playwright != null) {
            playwright.close();
        }
        if (server != null) {
            gy.close();
            server.close();
        }
    }

    @BeforeEach
    void open() {
        complaints.clear();
    }

    @AfterEach
    void closeAndHear() {
        if (context != null) {
            context.close();
        }
        assertThat(complaints)
                .as("errors in the browser's console, a refused script or style among them")
                .isEmpty();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.http().getPort() + path;
    }

    /** A new browser without cookies. */
    private void open(int width, int height, ColorScheme scheme) {
        context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " at " + page.url());
            }
        });
        page.onPageError(complaints::add);
    }

    private void signIn() {
        page.navigate(url("/console/sign-in"));
        page.getByLabel("Token").fill(token);
        page.keyboard().press("Enter");
        page.waitForURL("**/console/traffic");
    }

    /** Every page by the name of its picture. */
    private Map<String, String> pages() {
        String session = java.net.URLEncoder.encode(openSession(), StandardCharsets.UTF_8);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("traffic", "/console/traffic");
        pages.put("alarms", "/console/alarms");
        pages.put("runbook", "/console/runbooks/journal-full");
        pages.put("peers", "/console/peers");
        pages.put("sessions", "/console/sessions");
        pages.put("session", "/console/sessions/" + session);
        pages.put("ending", "/console/sessions/" + session + "/ending");
        pages.put("subscribers", "/console/subscribers");
        pages.put("subscriber", "/console/subscribers/" + number);
        pages.put("catalog", "/console/catalog");
        pages.put("cdrs", "/console/cdrs");
        pages.put("capacity", "/console/capacity");
        pages.put("not-there", "/console/subscribers/4999");
        return pages;
    }

    private String openSession() {
        List<SessionView> sessions = server.sessions();
        assertThat(sessions).isNotEmpty();
        return sessions.get(0).sessionId();
    }

    /** Goal: everybody can use every page, on whatever screen. */
    @ParameterizedTest
    @CsvSource({"1280, 900, LIGHT", "1280, 900, DARK", "390, 844, LIGHT", "390, 844, DARK"})
    void everyPageCanBeUsed(int width, int height, ColorScheme scheme) {
        open(width, height, scheme);
        page.navigate(url("/console"));
        look("sign-in", width, scheme);
        signIn();
        pages().forEach((name, path) -> {
            int status = page.navigate(url(path)).status();
            assertThat(status).as(path).isEqualTo(name.equals("not-there") ? 404 : 200);
            if (name.equals("traffic")) {
                page.waitForCondition(() -> page.locator(".chart canvas").count() == 3);
            }
            page.locator("details").evaluateAll("all => all.forEach(each => each.open = true)");
            look(name, width, scheme);
        });
        complaints.removeIf(text -> text.contains("404 (Not Found)")); // the page that is not there
    }

    private void look(String name, int width, ColorScheme scheme) {
        String what = name + "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(what + ".png"))
                .setFullPage(true));
        page.evaluate(axe);
        @SuppressWarnings("unchecked") // a list of texts
        List<String> violations = (List<String>)
                page.evaluate(
                        """
                async () => (await axe.run()).violations.map(
                    violation => violation.id + ': ' + violation.help + ': ' + violation.nodes.map(node => node.html).join(' | '))""");
        assertThat(violations).as(what).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(what + " must not be wider than the screen")
                .isEqualTo(true);
    }

    @Test
    void theKeyboardIsEnough() {
        open(1280, 900, ColorScheme.LIGHT);
        page.navigate(url("/console/sign-in"));
        page.keyboard().press("Tab");
        assertThat(focused()).isEqualTo("Skip to the content");
        page.keyboard().press("Tab");
        page.keyboard().type(token);
        page.keyboard().press("Enter");
        page.waitForURL("**/console/traffic");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> "main".equals(page.evaluate("document.activeElement.id")));
        page.navigate(url("/console/subscribers"));
        page.locator("#identity").focus();
        page.keyboard().type(number);
        page.keyboard().press("Enter");
        page.waitForURL("**/console/subscribers/" + number);
        assertThat(page.locator("main").innerText()).contains("prepaid-data", "e164:" + number, "EUR");
        page.locator("summary").first().focus();
        page.keyboard().press("Enter");
        page.waitForCondition(() -> page.locator("details[open]").count() == 1);
        assertThat(page.locator("details[open]").innerText()).contains("pays");
    }

    private Object focused() {
        return page.evaluate("document.activeElement.textContent");
    }

    /** Goal: a page that is left open tells what happens, without being loaded again and without losing the focus. */
    @Test
    void pagesKeepUp() throws Exception {
        open(1280, 900, ColorScheme.DARK);
        signIn();
        page.navigate(url("/console/alarms"));
        assertThat(page.locator("#status").innerText()).isEqualTo("No alarm is raised.");
        stepMs.set(HOUR_MS);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("clock-stepped"))
                .first()
                .waitFor();
        page.waitForCondition(() -> page.locator("#status").innerText().endsWith(" raised."));
        page.locator("#live a").first().focus();
        stepMs.set(0);
        page.waitForCondition(() -> page.locator("#status").innerText().equals("No alarm is raised."));
        page.locator("#live a").first().click();
        assertThat(page.locator("h1").innerText()).isEqualTo("Runbook: clock-stepped");
    }

    @Test
    void updatesCanBeStopped() {
        open(1280, 900, ColorScheme.LIGHT);
        signIn();
        page.waitForRequest("**/console/traffic.json*", () -> {});
        page.locator("#pause").click();
        assertThat(page.locator("#pause").getAttribute("aria-pressed")).isEqualTo("true");
        Object prevented = page.evaluate(
                "() => !document.getElementById('live').dispatchEvent(new CustomEvent('htmx:beforeRequest', {bubbles: true, cancelable: true}))");
        assertThat(prevented).isEqualTo(true);
        page.locator("#pause").click();
        page.waitForRequest("**/console/traffic.json*", () -> {});
    }

    @Test
    void aSessionIsEndedByHand() throws Exception {
        String other = server.createPrepaid("10.00EUR", NUMBER + 1, 1).get(0);
        try (GyConnection second =
                server.connect("smf2.example.com")) { // the first one may have a watchdog to answer by now
            DataSession session = new DataSession("smf2.example.com", other, new SplittableRandom(seed + 1));
            session.sendNext(second, false);
            session.onAnswer(second.receive());
            endSessionOf(other);
        }
        assertThat(server.sessions())
                .noneMatch(view -> view.subscriptions().toString().contains(other));
    }

    private void endSessionOf(String other) {
        open(390, 844, ColorScheme.LIGHT);
        signIn();
        page.navigate(url("/console/sessions"));
        page.locator("#subscriber").fill(other);
        page.keyboard().press("Enter");
        page.waitForURL("**/console/sessions?subscriber=" + other);
        page.locator("tbody th a").first().click();
        page.getByText("End this session…").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End the session"))
                .click();
        page.getByText("The session is ended").waitFor();
    }
}
