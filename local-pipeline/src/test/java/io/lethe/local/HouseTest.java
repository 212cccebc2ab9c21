package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where things stand and what they are called, in all modules; and that what stands wrong is found. */
class HouseTest {

    /** One thing on the wire and in the rules, which may not know the wire; and the same part of two services. */
    private static final Map<String, String> SAME_MEANING = Map.of(
            "FromWire", "the same part of both stream services",
            "ToWire", "the same part of both stream services",
            "SubjectKind", "one thing in two sets of rules, which do not know each other");

    /** Pairs that share a shape, and why that is right. */
    private static final Map<String, String> SAME_SHAPE_FOR_A_REASON = Map.of(
            "Draft ~ Topics",
            "one declaration after the other, as declarations are",
            "FrontDoor ~ Stage",
            "parts, and a constructor that takes them",
            "DropReason ~ TurnedAway",
            "two lists of reasons",
            "Benchmarks ~ Lethe",
            "two lists of commands",
            "PageDoor ~ SendCommand",
            "two lists of words: the files of a page, and what can be sent",
            "Part ~ Party",
            "two lists of names: what runs here, and who reads and writes");

    private static House house = new House(List.of(), List.of());

    @TempDir
    Path elsewhere = Path.of("");

    @BeforeAll
    static void read() throws IOException {
        house = House.at(Path.of("..").toRealPath());
    }

    @Test
    void no_package_is_crowded_without_a_reason() {
        assertThat(house.crowdedPackages()).isEmpty();
    }

    @Test
    void every_package_says_what_it_is() {
        assertThat(house.packagesWithoutInfo()).isEmpty();
    }

    @Test
    void a_name_has_one_meaning() {
        assertThat(house.sharedNames().keySet()).isEqualTo(SAME_MEANING.keySet());
    }

    @Test
    void no_two_modules_share_a_shape_without_a_reason() {
        assertThat(house.sameShapes()).isEqualTo(SAME_SHAPE_FOR_A_REASON.keySet());
    }

    @Test
    void tests_have_one_style() {
        assertThat(house.testsOfAnotherStyle()).isEmpty();
    }

    @Test
    void what_is_crowded_untold_or_called_like_something_else_is_found() throws IOException {
        for (int each = 0; each <= House.CROWD; each++) {
            write("a/src/main/java/io/a/C" + each + ".java", "package io.a;\nclass C" + each + " {}\n");
        }
        write("b/src/main/java/io/b/C1.java", "package io.b;\nclass C1 {}\n");

        House found = House.at(elsewhere);

        assertThat(found.crowdedPackages()).singleElement().asString().startsWith("io.a has 16 classes");
        assertThat(found.packagesWithoutInfo()).containsExactly("io.a", "io.b");
        assertThat(found.sharedNames()).isEqualTo(Map.of("C1", Set.of("io.a", "io.b")));
    }

    @Test
    void a_reason_in_the_package_info_is_taken() throws IOException {
        for (int each = 0; each <= House.CROWD; each++) {
            write("a/src/main/java/io/a/C" + each + ".java", "package io.a;\nclass C" + each + " {}\n");
        }
        write(
                "a/src/main/java/io/a/package-info.java",
                "/** All of it. More than fifteen: a class a word. */\npackage io.a;\n");

        assertThat(House.at(elsewhere).crowdedPackages()).isEmpty();
    }

    @Test
    void the_same_lines_in_two_modules_are_found_under_other_names() throws IOException {
        write("a/src/main/java/io/a/One.java", method("One", "first"));
        write("b/src/main/java/io/b/Two.java", method("Two", "second"));

        assertThat(House.at(elsewhere).sameShapes()).containsExactly("One ~ Two");
    }

    @Test
    void tests_of_another_style_are_found() throws IOException {
        write(
                "a/src/test/java/io/a/OneTest.java",
                "class OneTest {\n@Test\nvoid camelCase() {\n// given\n}\n@Display"
                        + "Name(\"x\")\n@Test\nvoid a_b() {}\n}\n");

        assertThat(House.at(elsewhere).testsOfAnotherStyle()).hasSize(3);
    }

    private static String method(String type, String name) {
        return IntStream.rangeClosed(0, House.SAME_SHAPE)
                .mapToObj(line -> "        " + name + ".add(" + "step(".repeat(line) + name + ")".repeat(line) + ");")
                .collect(Collectors.joining("\n", "class " + type + " {\n    void run() {\n", "\n    }\n}\n"));
    }

    private void write(String name, String text) throws IOException {
        Path file = elsewhere.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
