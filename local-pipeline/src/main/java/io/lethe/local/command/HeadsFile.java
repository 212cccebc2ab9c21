package io.lethe.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lethe.certificate.ChainHead;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Heads of chains that an auditor has noted: one JSON object a line. */
final class HeadsFile {

    private HeadsFile() {}

    static List<ChainHead> read(Path file) {
        List<ChainHead> heads = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                heads.add(Json.MAPPER.readValue(line, ChainHead.class));
            }
        } catch (JsonProcessingException e) {
            throw new PipelineException(file + " does not hold heads, as --save-heads writes them");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return heads;
    }

    static void write(Path file, List<ChainHead> heads) {
        List<String> lines = new ArrayList<>();
        try {
            for (ChainHead head : heads) {
                lines.add(Json.MAPPER.writeValueAsString(head));
            }
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
