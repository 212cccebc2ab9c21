package io.lethe.retention.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Takes out of what is handed out whoever is not known to be the same person: who asks for their data is not told the pseudonyms of others (art. 15(4)
 * GDPR). That there is a link stays.
 */
public final class OtherPeople {

    private OtherPeople() {}

    /** @param person the subject ids that are this person, and this person's devices */
    public static void takeOutOf(ObjectNode part, Set<String> person) {
        each(part.path("links"), link -> takeOut(link, "subjectId", person));
        each(part.path("holds"), hold -> takeOut(hold, "via", person));
        each(part.path("erasuresOfLinked"), heard -> {
            takeOut(heard, "subjectId", person);
            takeOut(heard, "rootOrderId", person);
        });
        each(part.path("movedTo"), move -> takeOut(move, "subjectId", person));
        each(part.path("movedFrom"), former -> takeOut(former, "subjectId", person));
        each(part.path("erasures"), erasure -> takeOut(erasure, "rootOrderId", person));
        each(part.path("wantedErasures"), wanted -> takeOut(wanted, "rootOrderId", person));
    }

    /** An order's id begins with the subject's. */
    private static void takeOut(ObjectNode json, String member, Set<String> person) {
        String id = json.path(member).textValue();
        if (id != null && !person.contains(subjectOf(id))) {
            json.putNull(member);
        }
    }

    private static String subjectOf(String id) {
        int end = id.indexOf('.');
        return end < 0 ? id : id.substring(0, end);
    }

    private interface Act {
        void on(ObjectNode json);
    }

    private static void each(JsonNode array, Act act) {
        for (JsonNode one : array) {
            if (one instanceof ObjectNode object) {
                act.on(object);
            }
        }
    }
}
