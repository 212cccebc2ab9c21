package io.lethe.retention.query;

import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A time in the query of a question's address. */
final class TimeParameter {

    private TimeParameter() {}

    /** Empty where the parameter is not there. */
    static Optional<Instant> read(RoutingContext context, String parameter) throws Refusal {
        String value = context.request().getParam(parameter);
        if (value == null) {
            return Optional.empty();
        }
        try {
            // A '+' of an offset that was not escaped arrives as a space.
            OffsetDateTime time = OffsetDateTime.parse(value.replace(' ', '+'));
            if (time.getYear() < 0 || time.getYear() > 9999) {
                throw new DateTimeParseException("a year has four digits", "", 0);
            }
            return Optional.of(time.toInstant());
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(
                    "/" + parameter, "is not an RFC 3339 time with an offset, such as 2026-03-01T09:30:00+01:00");
        }
    }
}
