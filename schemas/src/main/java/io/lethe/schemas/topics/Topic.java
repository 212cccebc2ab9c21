package io.lethe.schemas.topics;

import io.lethe.schemas.DeadLetter;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic as a typed value: what a name stands for, so that nothing about it is said twice.
 *
 * @param key what the records are keyed by
 * @param writers who may write; the first is the owner
 * @param readers who reads it inside the pipeline, or outside
 * @param personalData what it holds that could lead to a person
 * @param says one line for the topic table
 */
public record Topic<V extends SpecificRecord>(
        String name,
        Class<V> valueType,
        Key key,
        Cleanup cleanup,
        List<Party> writers,
        List<Party> readers,
        PersonalData personalData,
        String says) {

    /** What the records of a topic are keyed by. */
    public enum Key {
        SUBJECT_ID("subject id"),
        /** A decision on all partitions stands in each of them under its id. */
        DECISION_ID("decision id, once in each partition"),
        /** Partition and begin of a wave of erasures. */
        WAVE_ID("wave id"),
        /** The controller's id of a request: a controller knows no subject ids. */
        REQUEST_ID("request id"),
        /** What somebody does through the console; nobody's subject. */
        ACT_ID("act id"),
        /** {@code topic-partition-offset} of the record a dead letter points at. */
        POSITION("position of the record");

        private final String label;

        Key(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static {
        TrustedClasses.trust(DeadLetter.class);
    }

    public Topic {
        writers = List.copyOf(writers);
        readers = List.copyOf(readers);
    }

    /** The subject under which the registry keeps the value's schema. */
    public String schemaSubject() {
        return schemaSubject(name);
    }

    /** The subject under which the registry keeps the schema of the values of the topic with this name. */
    public static String schemaSubject(String topic) {
        return topic + "-value";
    }

    /**
     * How many partitions it has. All topics keyed by subject have as many, so that one task holds all that concerns a
     * subject, and so has what every task has to hear; a dead letter or a wave concerns nobody.
     *
     * @param bySubject what the pipeline is set to
     */
    public int partitions(int bySubject) {
        return isOfSubjects() ? bySubject : 1;
    }

    /** Whether its partitions are those of the subjects. */
    public boolean isOfSubjects() {
        return switch (key) {
            case SUBJECT_ID, DECISION_ID -> true;
            case POSITION, WAVE_ID, REQUEST_ID, ACT_ID -> false;
        };
    }

    /** The settings the topic is created with, by their Kafka names. */
    public Map<String, String> settings(ForgettingWindow window) {
        return cleanup.settings(window);
    }
}
