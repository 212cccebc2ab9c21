package io.lethe.local.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline keeps from its first start on, so that the next one goes on in the same way.
 *
 * @param policy absent for the built-in one
 */
public record Choices(Duration forgettingWindow, Optional<Path> policy) {

    /** As it stands in the file. */
    private record Stored(String forgettingWindow, @Nullable String policy) {}

    public static Optional<Choices> in(DataFolder data) {
        if (!Files.exists(data.choices())) {
            return Optional.empty();
        }
        Stored stored = Json.read(data.choices(), Stored.class);
        return Optional.of(new Choices(
                Duration.parse(stored.forgettingWindow()),
                Optional.ofNullable(stored.policy()).map(Path::of)));
    }

    public void store(DataFolder data) {
        Json.write(
                data.choices(),
                new Stored(
                        forgettingWindow.toString(), policy.map(Path::toString).orElse(null)));
    }
}
