package io.lethe.ingest.code;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each letter to a file of its own, which its owner alone can read, for one's own machine, or for a mail system that takes files from a folder. A file goes
 * when its code is not valid any more.
 */
public final class CodesInFolder implements CodeSender {

    private static final Logger LOG = LoggerFactory.getLogger(CodesInFolder.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_BETWEEN_SWEEPS = 30;

    /** The request, and until when its code is valid. */
    private static final Pattern LETTER = Pattern.compile("[0-9a-f-]{36}_(\\d{1,15})\\.json(\\.part)?");

    private @Nullable Path folder;
    private InstantSource clock = InstantSource.system();

    @Override
    public String name() {
        return "file";
    }

    @Override
    public void open(Surroundings surroundings) {
        Path place = surroundings
                .folder()
                .orElseThrow(() -> new IllegalArgumentException("needs a folder: set LETHE_CODE_FOLDER"));
        try {
            Files.createDirectories(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot make the folder that LETHE_CODE_FOLDER names", e);
        }
        folder = place;
        clock = surroundings.clock();
        sweep();
        Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("code-sweeper").daemon().factory())
                .scheduleWithFixedDelay(this::sweep, SECONDS_BETWEEN_SWEEPS, SECONDS_BETWEEN_SWEEPS, TimeUnit.SECONDS);
    }

    @Override
    public void send(CodeLetter letter) throws IOException {
        Path place = place();
        ObjectNode json = JSON.createObjectNode()
                .put("to", letter.address())
                .put("requestId", letter.requestId())
                .put("right", letter.right())
                .put("code", letter.code().digits())
                .put("validUntil", letter.validUntil().toString());
        String name = letter.requestId() + "_" + letter.validUntil().toEpochMilli() + ".json";
        Path part = place.resolve(name + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, json.toString());
        Files.move(part, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path place() {
        if (folder == null) {
            throw new IllegalStateException("it was not opened");
        }
        return folder;
    }

    /** What is not valid any more goes. */
    void sweep() {
        Instant now = Instant.ofEpochMilli(clock.millis());
        try (DirectoryStream<Path> letters = Files.newDirectoryStream(place())) {
            for (Path letter : letters) {
                Matcher name = LETTER.matcher(letter.getFileName().toString());
                if (name.matches() && now.isAfter(Instant.ofEpochMilli(Long.parseLong(name.group(1))))) {
                    Files.deleteIfExists(letter);
                }
            }
        } catch (IOException e) {
            LOG.warn("letters whose codes are not valid any more cannot be removed", e);
        }
    }
}
