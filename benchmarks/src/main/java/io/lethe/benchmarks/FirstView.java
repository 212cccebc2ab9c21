package io.lethe.benchmarks;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The console in Chromium, opened anew each time: from when the page is asked for until its first live figures are drawn. */
final class FirstView implements AutoCloseable {

    private static final Duration GIVE_UP = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_NANOS = 5_000_000;

    /** Milliseconds since the page was asked for, once there are figures; else 0. */
    private static final String DRAWN =
            "document.querySelector('#picture dd') && document.querySelector('#live').textContent ? performance.now() : 0";

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser;
    private final ConsoleVisitor visitor;
    private final String address;

    FirstView(Pipeline pipeline, ConsoleVisitor visitor) throws IOException {
        this.visitor = visitor;
        address = ConsoleVisitor.address(pipeline).toString();
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    private static Path chromium() throws IOException {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("no Chromium is on the PATH; with one the first view is measured"));
    }

    /** In milliseconds; nothing is in the browser's cache, and nobody else has the console open. */
    double millis() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (visitor.open() > 0) {
            giveUp(begun, "others have the console open");
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        try (BrowserContext context = browser.newContext()) {
            String[] cookie = visitor.cookie().split("=", 2);
            context.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(address)));
            Page page = context.newPage();
            page.navigate(address);
            while (true) {
                double drawn = ((Number) page.evaluate(DRAWN)).doubleValue();
                if (drawn > 0) {
                    return drawn;
                }
                giveUp(begun, "the console shows no figures");
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
    }

    private static void giveUp(long begun, String why) throws IOException {
        if (System.nanoTime() - begun > GIVE_UP.toNanos()) {
            throw new IOException(why + " within " + GIVE_UP);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
