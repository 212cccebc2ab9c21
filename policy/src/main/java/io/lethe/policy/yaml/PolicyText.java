package io.lethe.policy.yaml;

import io.lethe.policy.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Gets the text of a policy file out of bytes that may be anything. */
public final class PolicyText {

    /** In bytes, and in characters. The real policy takes 15 KiB. */
    static final int LARGEST = 1024 * 1024;

    private PolicyText() {}

    public static Optional<String> read(Path file, PolicyProblems problems) {
        if (Files.isDirectory(file)) {
            problems.add(Place.START, "is a folder; name the policy file in it");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return decode(in.readNBytes(LARGEST + 1), problems);
        } catch (NoSuchFileException e) {
            problems.add(Place.START, "there is no such file; check its name");
        } catch (AccessDeniedException e) {
            problems.add(Place.START, "may not be read; ask for the right to read it");
        } catch (IOException e) {
            problems.add(Place.START, "cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    public static Optional<String> check(String text, PolicyProblems problems) {
        if (text.length() > LARGEST) {
            return tooLarge(problems);
        }
        if (text.isBlank()) {
            problems.add(Place.START, "is empty; start from a copy of a policy that works");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static Optional<String> tooLarge(PolicyProblems problems) {
        problems.add(Place.START, "is larger than 1 MiB, which no policy needs; is it the right file?");
        return Optional.empty();
    }

    public static Optional<String> decode(byte[] bytes, PolicyProblems problems) {
        if (bytes.length > LARGEST) {
            return tooLarge(problems);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            int column = text.length() - text.lastIndexOf('\n');
            problems.add(new Place(line, column), "is not UTF-8 from here on; save the file as UTF-8");
            return Optional.empty();
        }
        return check(text, problems);
    }
}
