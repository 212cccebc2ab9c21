package io.lethe.kafka.serdes;

import io.lethe.schemas.topics.EventModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Avro's reader of events, less what it looks up for each string and list, which is the same in every event and was half of what reading allocated. */
final class EventDatumReader extends SpecificDatumReader<SpecificRecord> {

    /** A list that claims to be longer is held against the bytes that are there before it is believed. */
    private static final int FEW = 64;

    EventDatumReader(Schema written, Schema wanted) {
        super(written, wanted, EventModel.INSTANCE);
    }

    /** All strings of events are Java's. */
    @Override
    protected Object readString(@Nullable Object old, Schema expected, Decoder in) throws IOException {
        return in.readString();
    }

    @Override
    protected Object readArray(@Nullable Object old, Schema expected, ResolvingDecoder in) throws IOException {
        Schema element = expected.getElementType();
        List<@Nullable Object> all = new ArrayList<>();
        for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
            if (left > FEW) {
                ensureAvailableCollectionBytes(in, left, element);
            }
            for (; left > 0; left--) {
                all.add(readWithoutConversion(null, element, in));
            }
        }
        return all;
    }
}
