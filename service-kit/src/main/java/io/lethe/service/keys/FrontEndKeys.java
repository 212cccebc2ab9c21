package io.lethe.service.keys;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All write keys of front-ends, as a file lists them. */
public final class FrontEndKeys {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final String NO_LIST =
            "must be a JSON list of keys with name, sha256, sources, origins and perhaps notAfter";

    private final List<FrontEndKey> all;
    private final Map<String, FrontEndKey> byHash = new HashMap<>();
    private final Set<String> origins = new HashSet<>();

    /** @throws IllegalArgumentException where two are the same key */
    public FrontEndKeys(List<FrontEndKey> all) {
        this.all = List.copyOf(all);
        for (FrontEndKey key : all) {
            if (byHash.put(key.sha256(), key) != null) {
                throw new IllegalArgumentException("two entries have the hash that begins with " + key.id());
            }
            origins.addAll(key.origins());
        }
    }

    /** @throws IllegalArgumentException where the text is no list of keys, in words that do not repeat it */
    public static FrontEndKeys read(String text) {
        @Nullable List<@Nullable FrontEndKey> keys;
        try {
            keys = JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(whatIsWrong(e), e.getCause());
        }
        if (keys == null) {
            throw new IllegalArgumentException(NO_LIST);
        }
        List<FrontEndKey> found = new ArrayList<>();
        for (FrontEndKey key : keys) {
            if (key == null) {
                throw new IllegalArgumentException(NO_LIST);
            }
            found.add(key);
        }
        return new FrontEndKeys(found);
    }

    /** What a file says. */
    public static FrontEndKeys load(Path file) throws IOException {
        return read(Files.readString(file));
    }

    /** As a file says it. */
    public String write() {
        try {
            return JSON.writeValueAsString(all) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts can always be written", e);
        }
    }

    /** Without the parser's words, which quote the file. */
    private static String whatIsWrong(JsonProcessingException e) {
        String where =
                e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
        String why =
                e.getCause() instanceof IllegalArgumentException cause ? String.valueOf(cause.getMessage()) : NO_LIST;
        return why + where;
    }

    public List<FrontEndKey> all() {
        return all;
    }

    /** The one that was shown, whether it is still valid or not. */
    public Optional<FrontEndKey> find(String key) {
        return byHash.isEmpty() ? Optional.empty() : Optional.ofNullable(byHash.get(FrontEndKey.hash(key)));
    }

    /** Whether pages of the origin have a key at all. */
    public boolean knowOrigin(String origin) {
        return origins.contains(origin);
    }
}
