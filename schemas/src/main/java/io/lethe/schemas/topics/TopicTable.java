package io.lethe.schemas.topics;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The README's table of topics, made from {@link Topics} so that it cannot be wrong. */
final class TopicTable {

    private static final String ANY_SYSTEM = "<system>";
    private static final String HEAD = """
            | topic | holds | key | partitions | kept | written by | read by | personal data |
            |---|---|---|---|---|---|---|---|
            """;

    private TopicTable() {}

    /** One line for each topic, in the order data flows; the deletion commands of all systems are one line. */
    static String markdown() {
        return Topics.all(List.of(ANY_SYSTEM)).stream().map(TopicTable::line).collect(joining("\n", HEAD, "\n"));
    }

    private static String line(Topic<?> topic) {
        return "| "
                + String.join(
                        " | ",
                        "`" + topic.name() + "`",
                        topic.says(),
                        topic.key().label(),
                        String.valueOf(topic.partitions(Topics.SUBJECT_PARTITIONS)),
                        topic.cleanup().describe(),
                        parties(topic.writers()),
                        parties(topic.readers()),
                        topic.personalData().label())
                + " |";
    }

    private static String parties(List<Party> parties) {
        return parties.stream().map(Party::label).collect(joining(", "));
    }
}
