package io.lethe.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What {@code POST /v1/subject-ids} answers. */
final class SubjectIdsAnswer {

    private SubjectIdsAnswer() {}

    /** The ids, in the order in which an event would choose among them. */
    static List<String> of(JsonNode answer) {
        return answer.path("subjectIds").findValuesAsText("subjectId");
    }
}
