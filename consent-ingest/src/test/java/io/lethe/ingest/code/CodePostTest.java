package io.lethe.ingest.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.ingest.code.CodeSender.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes, and who takes them to people. */
class CodePostTest {

    private static final Instant UNTIL = Instant.parse("2026-03-01T12:10:00Z");
    private static final CodeLetter LETTER = new CodeLetter(
            "ada@example.org", "0f6c3f4e-5a80-4c5e-9d3b-2f1a7c9e8d10", "access", new OneTimeCode("48151623"), UNTIL);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void G3_a_code_has_eight_digits_and_none_is_like_the_one_before() {
        Set<OneTimeCode> drawn = new HashSet<>();
        for (int each = 0; each < 1_000; each++) {
            OneTimeCode code = OneTimeCode.drawn();
            assertThat(OneTimeCode.isOne(code.digits())).isTrue();
            drawn.add(code);
        }

        assertThat(drawn).hasSizeGreaterThan(990);
    }

    @Test
    void neither_a_code_nor_an_address_shows_when_a_letter_is_printed() {
        assertThat(LETTER.toString() + LETTER.code()).doesNotContain("48151623", "ada@example.org");
    }

    @Test
    void G3_five_codes_an_hour_go_to_one_person_and_others_have_theirs() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        CodePost post = CodePost.by(new SentCodes(), nanos::get);
        for (int each = 0; each < 5; each++) {
            assertThat(post.take("one")).isEmpty();
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }

        assertThat(post.take("one")).hasValue(Duration.ofMinutes(55));
        assertThat(post.take("other")).isEmpty();

        nanos.addAndGet(Duration.ofMinutes(55).toNanos());
        assertThat(post.take("one")).isEmpty();
        assertThat(post.take("one")).hasValue(Duration.ofMinutes(1));
    }

    @Test
    void a_code_in_a_folder_is_its_owners_alone_and_goes_when_it_is_valid_no_more() throws IOException {
        AtomicLong now = new AtomicLong(UNTIL.minusSeconds(600).toEpochMilli());
        InstantSource clock = () -> Instant.ofEpochMilli(now.get());
        CodesInFolder sender = new CodesInFolder();
        Path place = folder.resolve("codes");
        sender.open(new Surroundings(Optional.of(place), clock));
        Files.writeString(place.resolve("README"), "not ours");

        sender.send(LETTER);
        sender.send(LETTER);

        Path file = only(place);
        JsonNode letter = new ObjectMapper().readTree(file.toFile());
        assertThat(letter.path("to").asText()).isEqualTo("ada@example.org");
        assertThat(letter.path("code").asText()).isEqualTo("48151623");
        assertThat(file.getFileName().toString()).doesNotContain("48151623", "ada");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        now.set(UNTIL.toEpochMilli());
        sender.sweep();
        assertThat(Files.exists(file)).isTrue();
        now.set(UNTIL.plusMillis(1).toEpochMilli());
        sender.sweep();
        assertThat(Files.exists(file)).isFalse();
        assertThat(Files.exists(place.resolve("README"))).isTrue();
    }

    private static Path only(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            List<Path> letters =
                    all.filter(one -> one.toString().endsWith(".json")).toList();
            assertThat(letters).hasSize(1);
            return letters.getFirst();
        }
    }

    @Test
    void a_code_on_the_console_comes_without_the_address() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        new CodesOnConsole(new PrintStream(printed, true, StandardCharsets.UTF_8)).send(LETTER);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("48151623", LETTER.requestId())
                .doesNotContain("ada@example.org");
    }

    @Test
    void a_sender_is_found_by_its_name_and_what_is_missing_is_said() {
        Surroundings nowhere = new Surroundings(Optional.empty(), InstantSource.system());

        assertThat(CodePost.by("console", nowhere).isOpen()).isTrue();
        assertThat(CodePost.none().isOpen()).isFalse();
        assertThatThrownBy(() -> CodePost.by("pigeon", nowhere)).hasMessage("must be one of console, file");
        assertThatThrownBy(() -> CodePost.by("file", nowhere)).hasMessage("needs a folder: set LETHE_CODE_FOLDER");
    }
}
