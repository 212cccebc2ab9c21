package io.lethe.local.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of the pipeline that was started last, so that commands find it without being told. */
public final class LastStarted {

    private LastStarted() {}

    public static void remember(DataFolder data) {
        Json.write(file(), data.root().toString());
    }

    public static Optional<DataFolder> folder() {
        return Files.exists(file())
                ? Optional.of(new DataFolder(Path.of(Json.read(file(), String.class))))
                : Optional.empty();
    }

    private static Path file() {
        return Installation.current().home().resolve("local-pipeline/target/last-started.json");
    }
}
