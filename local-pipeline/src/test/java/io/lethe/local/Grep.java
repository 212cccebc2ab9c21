package io.lethe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Looks for bytes in every file below a folder, whatever it is. */
final class Grep {

    private final Path root;

    Grep(Path root) {
        this.root = root;
    }

    /** The files that hold any of the bytes, which are given as text in Latin-1. */
    List<Path> files(Collection<String> wanted) {
        List<Path> found = new ArrayList<>();
        for (Path file : all()) {
            String content = content(file);
            if (wanted.stream().anyMatch(content::contains)) {
                found.add(root.relativize(file));
            }
        }
        return found;
    }

    /** The segments of logs in which a batch is compressed: nothing could be found in it. */
    List<Path> compressedSegments() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : all()) {
            if (file.toString().matches(".*/\\d{20}\\.log") && isCompressed(file)) {
                found.add(root.relativize(file));
            }
        }
        return found;
    }

    private static boolean isCompressed(Path segment) throws IOException {
        try {
            FileRecords records = FileRecords.open(segment.toFile(), false);
            try {
                for (RecordBatch batch : records.batches()) {
                    if (batch.compressionType() != CompressionType.NONE) {
                        return true;
                    }
                }
                return false;
            } finally {
                // Not by close(), which cuts off what the broker has written since.
                records.closeHandlers();
            }
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private List<Path> all() {
        // A file that goes while they are listed is no reason to stop.
        List<Path> found = new ArrayList<>();
        List<Path> folders = new ArrayList<>(List.of(root));
        while (!folders.isEmpty()) {
            try (Stream<Path> children = Files.list(folders.removeLast())) {
                children.forEach(child -> (Files.isDirectory(child) ? folders : found).add(child));
            } catch (NoSuchFileException e) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
