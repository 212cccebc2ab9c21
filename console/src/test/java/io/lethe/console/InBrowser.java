package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.lethe.console.ConsolePage.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A browser for the tests of a class, and for each of them a console of its own and whoever has it before them; all of it is closed in the end, and no browser had
 * anything to say against the page.
 */
final class InBrowser implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final List<ConsolePage> visitors = new ArrayList<>();
    private @Nullable Chromium chromium;
    private @Nullable OpenConsole console;
    private @Nullable Path folder;

    @Override
    public void beforeAll(ExtensionContext context) {
        chromium = new Chromium();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("lethe-console");
    }

    OpenConsole open() {
        return open(OpenConsole::new);
    }

    /** @param made a console that keeps its files in a folder */
    OpenConsole open(Function<Path, OpenConsole> made) {
        OpenConsole opened = made.apply(Objects.requireNonNull(folder));
        console = opened;
        return opened;
    }

    /** Somebody comes to it, instead of who was there. */
    ConsolePage visit(String language, ColorScheme scheme) {
        return visit(new Browser.NewContextOptions().setLocale(language).setColorScheme(scheme));
    }

    ConsolePage visit(Browser.NewContextOptions options) {
        visitors.forEach(ConsolePage::close);
        ConsolePage visitor = Objects.requireNonNull(chromium).visit(Objects.requireNonNull(console), options);
        visitors.add(visitor);
        return visitor;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<String> complaints = visitors.stream()
                .flatMap(visitor -> visitor.complaints().stream())
                .toList();
        visitors.forEach(ConsolePage::close);
        visitors.clear();
        if (console != null) {
            console.close();
            console = null;
        }
        try (Stream<Path> all = Files.walk(Objects.requireNonNull(folder))) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
        assertThat(complaints).as("what browsers had to say").isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (chromium != null) {
            chromium.close();
            chromium = null;
        }
    }
}
