package io.lethe.policy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Compares lengths of time that the calendar makes longer or shorter: six months are 181 to 184 days. Every day of a
 * leap cycle is tried as the first.
 */
public final class Lengths {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2027, 12, 31);

    private Lengths() {}

    /** Whether a cookie can still be there when the period has ended. One that ends with the browser does not count. */
    public static boolean canExceed(Lifetime lifetime, Period period) {
        return onSomeDay(lifetime, period, LocalDateTime::isAfter, false);
    }

    /** Whether the first period can be longer than the second. */
    public static boolean canExceed(Period period, Period other) {
        return canExceed(new Lifetime.Lasting(period, Duration.ZERO), other);
    }

    /** Whether a cookie can be gone before the period has ended. */
    public static boolean canFallShort(Lifetime lifetime, Period period) {
        return onSomeDay(lifetime, period, LocalDateTime::isBefore, true);
    }

    /** How long the longest consent or cookie of a device lasts; empty where all of them end with the browser. */
    public static Optional<Period> longestOnDevices(List<Purpose> purposes, List<Cookie> cookies) {
        Stream<Period> consents = purposes.stream()
                .filter(purpose -> purpose.scope() == Scope.DEVICE)
                .flatMap(purpose -> purpose.validity().stream());
        Stream<Period> lifetimes = cookies.stream()
                .map(Cookie::lifetime)
                .filter(Lifetime.Lasting.class::isInstance)
                .map(Lifetime.Lasting.class::cast)
                .map(lasting -> lasting.days().plusDays(wholeDays(lasting.time())));
        return Stream.concat(consents, lifetimes).max(Comparator.comparing(FIRST::plus));
    }

    private static long wholeDays(Duration time) {
        return time.isZero() ? 0 : time.toDays() + 1;
    }

    private static boolean onSomeDay(
            Lifetime lifetime,
            Period period,
            BiPredicate<LocalDateTime, LocalDateTime> test,
            boolean untilBrowserIsClosed) {
        return switch (lifetime) {
            case Lifetime.Session session -> untilBrowserIsClosed;
            case Lifetime.Lasting lasting -> days().anyMatch(day -> test.test(lasting.endOf(day), day.plus(period)));
        };
    }

    private static Stream<LocalDateTime> days() {
        return FIRST.datesUntil(LAST.plusDays(1)).map(LocalDate::atStartOfDay);
    }
}
