package io.lethe.console;

import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The console in a real browser, as somebody has it before them. */
final class ConsolePage implements AutoCloseable {

    private final OpenConsole console;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** A browser, for as many pages as one likes. */
    static final class Chromium implements AutoCloseable {

        private final Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        private final Browser browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(found())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));

        private static Path found() {
            return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                            .map(name -> Path.of(place, name)))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no Chromium on the PATH"));
        }

        ConsolePage visit(OpenConsole console, Browser.NewContextOptions options) {
            return new ConsolePage(console, browser.newContext(options));
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    private ConsolePage(OpenConsole console, BrowserContext context) {
        this.console = console;
        this.context = context;
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // That a request was refused is what is tested.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    Page page() {
        return page;
    }

    /** What the browser had to say against the page. */
    List<String> complaints() {
        return complaints;
    }

    /** Without a mouse: the field is the first thing after the links to skip and to change the language. */
    void comeIn(ConsoleRole role) {
        page.navigate(console.address());
        until("!document.querySelector('#enter').hidden");
        while (!(Boolean) page.evaluate("document.activeElement === document.querySelector('#token')")) {
            page.keyboard().press("Tab");
        }
        page.keyboard().type(OpenConsole.token(role));
        page.keyboard().press("Enter");
        until("document.querySelector('#enter').hidden");
    }

    /** Through the provider, by keyboard too. */
    void comeInBy(String choice) {
        page.navigate(console.address());
        until("!document.querySelector('#sign-in').hidden");
        page.focus("#sign-in-go");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile("/authorize\\?"));
        page.focus(choice);
        page.keyboard().press("Enter");
        page.waitForURL(console.address() + "/**");
    }

    void goTo(String view) {
        page.focus("nav a[href='#" + view + "']");
        page.keyboard().press("Enter");
        until("!document.querySelector('#view-" + view + "').hidden");
    }

    /** The page's policy lets nobody make a script of a text, the driver's own way to wait among them. */
    void until(String isSo) {
        await().pollInSameThread().until(() -> page.evaluate("!!(" + isSo + ")"), Boolean.TRUE::equals);
    }

    /** What shuts somebody out. */
    List<String> findings() {
        return new AxeBuilder(page)
                .analyze().getViolations().stream().map(Rule::toString).toList();
    }

    /** For the eye, in {@code target/screens}; those that were looked at are in {@code docs/console}. */
    void look(String view, String language, ColorScheme scheme) {
        String name =
                view + "-" + language.substring(0, 2) + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screens", name)));
    }

    @Override
    public void close() {
        context.close();
    }
}
