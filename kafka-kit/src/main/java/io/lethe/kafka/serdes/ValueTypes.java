package io.lethe.kafka.serdes;

import io.lethe.schemas.DeadLetter;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Which generated class a value is read into. */
final class ValueTypes {

    private ValueTypes() {}

    /** The class the reader was told to expect; null when it was not, and each schema's own is taken. */
    static @Nullable Class<? extends SpecificRecord> configured(Map<String, ?> configs) {
        Object given = configs.get(AvroSerdes.VALUE_TYPE);
        Class<?> type = given instanceof Class<?> already ? already : given == null ? null : load(given.toString());
        if (given != null && (type == null || !SpecificRecord.class.isAssignableFrom(type))) {
            throw new ConfigException(AvroSerdes.VALUE_TYPE, given, "must be a generated record class");
        }
        return type == null ? null : type.asSubclass(SpecificRecord.class);
    }

    /** The class generated for a schema of ours; null for any other schema, so that none names a class to be loaded. */
    static @Nullable Class<? extends SpecificRecord> named(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD
                || !DeadLetter.class.getPackageName().equals(schema.getNamespace())) {
            return null;
        }
        Class<?> type = load(schema.getFullName());
        return type == null || !SpecificRecord.class.isAssignableFrom(type)
                ? null
                : type.asSubclass(SpecificRecord.class);
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, ValueTypes.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError notOurs) {
            return null;
        }
    }
}
