package io.lethe.schemas.topics;

import io.lethe.schemas.DeadLetter;
import java.util.ArrayList;
import java.util.Collection;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;

/**
 * How Avro makes objects of our events. Its own lists compare their elements without knowing about times: two equal
 * events that were read throw when compared, if a list of theirs holds an optional time. So lists are Java's.
 */
public final class EventModel extends SpecificData {

    public static final EventModel INSTANCE = new EventModel();

    /** The size is what the bytes claim; a list grows by itself if it is true. */
    private static final int BELIEVED = 16;

    private EventModel() {
        super(EventModel.class.getClassLoader());
        TrustedClasses.trust(DeadLetter.class);
        // The classes' own code, where they have it, instead of a walk over their schema.
        setCustomCoders(true);
        addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    @Override
    public Object newArray(Object old, int size, Schema schema) {
        if (old instanceof Collection<?> reused) {
            reused.clear();
            return reused;
        }
        return new ArrayList<>(Math.min(size, BELIEVED));
    }
}
