package io.lethe.connectors.http;

import io.lethe.connectors.work.Deletion;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.JsonTemplate;
import io.lethe.policy.dispatch.Template;
import io.lethe.service.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls and commands to be tried. */
final class Samples {

    private Samples() {}

    /** As HubSpot wants it. */
    static HttpTemplate gdprDelete(String url, Duration timeout) {
        return new HttpTemplate(
                "POST",
                Template.of(url + "/crm/v3/objects/contacts/gdpr-delete"),
                Map.of("Authorization", Template.of("Bearer ${secret:TOKEN}")),
                Optional.of(new JsonTemplate.Members(Map.of(
                        "objectId", new JsonTemplate.Text(Template.of("{email}")),
                        "idProperty", new JsonTemplate.Text(Template.of("email"))))),
                timeout);
    }

    /** As Google Analytics takes it, with an object in the body. */
    static HttpTemplate userDeletion(String url) {
        return new HttpTemplate(
                "POST",
                Template.of(url + "/analytics/v3/userDeletion/userDeletionRequests:upsert"),
                Map.of("Authorization", Template.of("Bearer ${secret:TOKEN}")),
                Optional.of(new JsonTemplate.Members(Map.of(
                        "kind", text("analytics#userDeletionRequest"),
                        "id",
                                new JsonTemplate.Members(
                                        Map.of("type", text("CLIENT_ID"), "userId", text("{visitorId}"))),
                        "propertyId", text("123456789")))),
                Duration.ofSeconds(30));
    }

    private static JsonTemplate.Text text(String template) {
        return new JsonTemplate.Text(Template.of(template));
    }

    static HttpTemplate get(String url) {
        return new HttpTemplate("GET", Template.of(url), Map.of(), Optional.empty(), Duration.ofSeconds(30));
    }

    static Credentials credentials(Map<String, String> environment) {
        return Settings.read(environment, settings -> Credentials.from(settings, Set.of("TOKEN")));
    }

    static Credentials credentials() {
        return credentials(Map.of("LETHE_SECRET_TOKEN", "t0ken"));
    }

    static Deletion of(String type, String... values) {
        return new Deletion("command-1", "subject-1", Map.of(type, List.of(values)), Instant.EPOCH, 1);
    }
}
