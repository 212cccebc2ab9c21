package io.lethe.console;

import io.lethe.console.openid.OpenIdSettings;
import io.lethe.console.openid.TestProvider;
import io.lethe.service.keys.FrontEndKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A console that runs, with a user for each role whose token is {@code token-of-} and the role. */
final class OpenConsole implements AutoCloseable {

    private final Services services = new Services();
    private final KeptTrail trail = new KeptTrail();
    private final KeptLetters letters = new KeptLetters();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path users;
    private final Map<String, String> settings;
    private Console console;

    OpenConsole(Path folder) {
        this(folder, Map.of());
    }

    /** One that has a provider of identities too. */
    static OpenConsole withProvider(Path folder, TestProvider provider) {
        return withProvider(folder, provider::settings);
    }

    /** @param settings of a provider, where people come back to the address */
    static OpenConsole withProvider(Path folder, Function<String, Map<String, String>> settings) {
        int port = freePort();
        Map<String, String> more = new HashMap<>(settings.apply("http://127.0.0.1:" + port + OpenIdSettings.BACK));
        more.put("LETHE_PORT", Integer.toString(port));
        return new OpenConsole(folder, more);
    }

    private OpenConsole(Path folder, Map<String, String> more) {
        users = folder.resolve("users.json");
        write(Arrays.stream(ConsoleRole.values()).map(OpenConsole::user).collect(Collectors.joining(",", "[", "]")));
        settings = services.settings();
        settings.put("LETHE_PORT", "0");
        settings.put("LETHE_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        settings.put("LETHE_REGISTRY_URL", "http://127.0.0.1:1");
        settings.put("LETHE_CONSOLE_USERS_FILE", users.toString());
        settings.put("LETHE_CONSOLE_SESSION_KEY", "a key of at least 32 characters!");
        settings.putAll(more);
        console = Console.start(ConsoleSettings.from(settings), trail, trail, letters);
        settings.put("LETHE_PORT", Integer.toString(console.port()));
    }

    static String user(ConsoleRole role) {
        return "{\"name\": \"%s-1\", \"sha256\": \"%s\", \"roles\": [\"%s\"]}"
                .formatted(role.word(), FrontEndKey.hash(token(role)), role.word());
    }

    static String token(ConsoleRole role) {
        return "token-of-" + role.word();
    }

    void write(String text) {
        try {
            Files.writeString(users, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KeptTrail trail() {
        return trail;
    }

    KeptLetters letters() {
        return letters;
    }

    Services services() {
        return services;
    }

    String address() {
        return "http://127.0.0.1:" + settings.get("LETHE_PORT");
    }

    /** One that nothing listens on. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restart() {
        restart(_ -> {});
    }

    /** With other settings. */
    void restart(Consumer<Map<String, String>> change) {
        console.close();
        change.accept(settings);
        console = Console.start(ConsoleSettings.from(settings), trail, trail, letters);
    }

    /** @param headers name, value, name, value … */
    HttpResponse<String> ask(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        console.close();
        services.close();
        client.close();
    }
}
