package io.lethe.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class PublicFileTest {

    private static final String SCRIPT = """
            /** What it is. */
            import {a} from './a.js'; /* kept: it stands behind something */

            /**
             * Why it is so,
             * at length. */
            export const b = () => {
              // kept: of another form
              return a('/* no comment */');
            };
            /* of two
               lines */
            """;

    @Test
    void what_is_nothing_but_a_comment_or_indentation_is_left_out_and_all_else_stands_as_it_was()
            throws IOException, InterruptedException {
        PublicFile file =
                PublicFile.containing(SCRIPT, "text/javascript", "no-cache").withoutCommentsAndIndentation();

        assertThat(answered(file)).isEqualTo("""
                import {a} from './a.js'; /* kept: it stands behind something */
                export const b = () => {
                // kept: of another form
                return a('/* no comment */');
                };
                """);
    }

    private static String answered(PublicFile file) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Router router = Router.router(vertx);
            router.get("/").handler(file::answer);
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .await();
            URI address = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        } finally {
            vertx.close().await();
        }
    }
}
