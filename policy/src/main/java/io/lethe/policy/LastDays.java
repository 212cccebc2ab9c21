package io.lethe.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;

/**
 * On which days a time for an answer does not end: it ends with the next working day (Regulation (EEC, Euratom) No 1182/71 art. 3(4)).
 *
 * @param overWeekends whether it moves on from a Saturday and a Sunday
 * @param overHolidays from whose public holidays it moves on; empty: from none
 */
public record LastDays(boolean overWeekends, Optional<PublicHolidays> overHolidays) {

    /** Every day is as good as another. */
    public static final LastDays AS_THEY_COME = new LastDays(false, Optional.empty());

    /** The day itself, or the first after it on which a time may end: at most four days later. */
    public LocalDate from(LocalDate day) {
        LocalDate last = day;
        while (!mayEndOn(last)) {
            last = last.plusDays(1);
        }
        return last;
    }

    private boolean mayEndOn(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return !(overWeekends && weekend)
                && overHolidays.filter(holidays -> holidays.include(day)).isEmpty();
    }
}
