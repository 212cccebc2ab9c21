package io.lethe.local.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads events one by one: a JSON object, an array of them, or one a line. An event without an id gets one here, so that
 * posting it again is no second event.
 */
public final class Submissions implements AutoCloseable {

    private final JsonParser parser;
    private boolean started;
    private boolean array;

    public Submissions(InputStream input) throws IOException {
        parser = Json.MAPPER.getFactory().createParser(input);
    }

    /**
     * The next event; empty at the end.
     *
     * @throws PipelineException where the input is not JSON or an event is not an object; the message names the line
     */
    public Optional<Submission> next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (!started && token == JsonToken.START_ARRAY) {
                array = true;
                token = parser.nextToken();
            }
            started = true;
            if (token == null || array && token == JsonToken.END_ARRAY) {
                return Optional.empty();
            }
            long line = parser.currentTokenLocation().getLineNr();
            JsonNode event = Json.MAPPER.readTree(parser);
            if (!(event instanceof ObjectNode object)) {
                throw new PipelineException("line " + line + ": is not a JSON object");
            }
            if (!object.has("eventId")) {
                object.put("eventId", UUID.randomUUID().toString());
            }
            return Optional.of(
                    new Submission(object, line, parser.currentLocation().getByteOffset()));
        } catch (JsonProcessingException e) {
            // Not the library's message: it repeats a part of the input, which holds identifiers.
            throw new PipelineException("line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": is not JSON");
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
