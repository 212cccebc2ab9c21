package io.lethe.console;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may do in the console. */
enum ConsoleRole {
    /** Sees the pipeline, and nobody in it. */
    VIEWER,
    /** Keeps it going: waves, erasures that need a person, dead letters. */
    OPERATOR,
    /** Answers people: rights, holds, single subjects. */
    DPO,
    /** Sees what the others see and did, and does nothing. */
    AUDITOR;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException with the words that there are */
    @JsonCreator
    static ConsoleRole of(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("roles must be of "
                        + Arrays.stream(values()).map(ConsoleRole::word).collect(Collectors.joining(", "))));
    }
}
