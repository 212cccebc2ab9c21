package io.lethe.retention.query;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** For how many months somebody asks. */
final class MonthsParameter {

    private static final int USUAL = 12;
    private static final int MOST = 120;
    private static final Pattern MONTHS = Pattern.compile("[1-9]\\d?|1[01]\\d|120");

    private MonthsParameter() {}

    static int read(RoutingContext context) throws Refusal {
        String asked = context.request().getParam("months");
        if (asked == null) {
            return USUAL;
        }
        if (!MONTHS.matcher(asked).matches()) {
            throw Refusal.invalid("/months", "is not a number from 1 to " + MOST);
        }
        return Integer.parseInt(asked);
    }
}
