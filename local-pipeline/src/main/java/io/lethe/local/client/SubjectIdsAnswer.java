package io.lethe.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What {@code POST /v1/subject-ids} answers. */
public final class SubjectIdsAnswer {

    private SubjectIdsAnswer() {}

    /** The ids, in the order in which an event would choose among them. */
    public static List<String> of(JsonNode answer) {
        return answer.path("subjectIds").findValuesAsText("subjectId");
    }
}
