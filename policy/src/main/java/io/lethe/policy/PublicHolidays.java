package io.lethe.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.Set;

/** The public holidays of a country, in any year of the Gregorian calendar: computed, so that no list runs out. */
public enum PublicHolidays implements Id {
    /**
     * Those of all of France (Code du travail, art. L3133-1). The two more of Alsace and Moselle are none elsewhere: a request is due
     * on them, a day early at most.
     */
    FRANCE("FR") {
        @Override
        public boolean include(LocalDate day) {
            return FIXED.contains(MonthDay.from(day))
                    || MOVABLE.contains(day.toEpochDay() - easter(day.getYear()).toEpochDay());
        }
    };

    private static final Set<MonthDay> FIXED = Set.of(
            MonthDay.of(Month.JANUARY, 1),
            MonthDay.of(Month.MAY, 1),
            MonthDay.of(Month.MAY, 8),
            MonthDay.of(Month.JULY, 14),
            MonthDay.of(Month.AUGUST, 15),
            MonthDay.of(Month.NOVEMBER, 1),
            MonthDay.of(Month.NOVEMBER, 11),
            MonthDay.of(Month.DECEMBER, 25));

    /** Easter Monday, Ascension and Whit Monday, in days after Easter. */
    private static final Set<Long> MOVABLE = Set.of(1L, 39L, 50L);

    private final String id;

    PublicHolidays(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** Whether a day is a public holiday. Those that always are a Sunday, Easter and Whitsun, are left out. */
    public abstract boolean include(LocalDate day);

    /** The holidays of the country with this code (ISO 3166), if they are known. */
    public static Optional<PublicHolidays> of(String id) {
        return Id.find(values(), id);
    }

    /** Easter Sunday: the first Sunday after the Paschal full moon, which the golden number and the leap years left out tell. */
    static LocalDate easter(int year) {
        int golden = year % 19;
        int century = year / 100;
        int moon = (19 * golden + century - century / 4 - (8 * century + 13) / 25 + 15) % 30;
        // The full moon is never later than 18 April, and within a cycle never twice on one day.
        int early = moon == 29 || moon == 28 && golden > 10 ? moon - 1 : moon;
        LocalDate fullMoon = LocalDate.of(year, Month.MARCH, 21).plusDays(early);
        return fullMoon.with(TemporalAdjusters.next(DayOfWeek.SUNDAY));
    }
}
