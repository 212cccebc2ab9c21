package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures in the console over HTTP. */
class FiguresDoorTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void C1_R3_whoever_has_come_in_may_see_the_figures_and_nobody_else(ConsoleRole role) {
        try (OpenConsole console = new OpenConsole(folder)) {
            console.services().count("{\"complete\": true, \"months\": [{\"month\": \"2026-03\", \"counts\": []}]}");
            HttpResponse<String> in = console.ask(
                    "POST",
                    "/api/session",
                    "{\"token\": \"" + OpenConsole.token(role) + "\"}",
                    "Content-Type",
                    "application/json");
            String cookie = in.headers().firstValue("set-cookie").orElseThrow().split(";")[0];

            assertThat(console.ask("GET", "/api/consent-counts", "", "Cookie", cookie)
                            .body())
                    .contains("\"month\": \"2026-03\"");
            assertThat(console.ask("GET", "/api/deadline-counts", "", "Cookie", cookie)
                            .body())
                    .contains("\"later\": []");
            assertThat(console.services().questions()).containsExactly("months=6", "months=12");
            for (String figures : List.of("/api/consent-counts", "/api/deadline-counts")) {
                assertThat(console.ask("GET", figures, "").statusCode()).isEqualTo(401);
            }
        }
    }
}
