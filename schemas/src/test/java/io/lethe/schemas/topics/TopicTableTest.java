package io.lethe.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's topic table. */
class TopicTableTest {

    private static final String BEGIN = "<!-- topics:begin -->\n";
    private static final String END = "<!-- topics:end -->";

    @Test
    void is_the_one_made_from_the_topics() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        assertThat(readme).as("README.md must have the block %s…%s", BEGIN, END).contains(BEGIN, END);

        String block = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));

        assertThat(block.strip())
                .as("put this between the two marks of README.md:%n%s", TopicTable.markdown())
                .isEqualTo(TopicTable.markdown().strip());
    }
}
