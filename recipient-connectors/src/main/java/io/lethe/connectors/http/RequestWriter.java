package io.lethe.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.connectors.work.Deletion;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.JsonTemplate;
import io.lethe.policy.dispatch.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Fills a template in. A value is written so that it stays one value wherever it stands, or no request is made of it. */
final class RequestWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern DOTS = Pattern.compile("\\.*");
    private static final Pattern IN_A_HEADER = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    private final HttpTemplate template;
    private final Credentials credentials;

    RequestWriter(HttpTemplate template, Credentials credentials) {
        this.template = template;
        this.credentials = credentials;
    }

    /** How a value is written in one place of a request. */
    @FunctionalInterface
    private interface Writing {
        String of(String value) throws UnfitException;
    }

    HttpRequest request(Deletion deletion) throws UnfitException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(deletion));
        boolean saysType = false;
        for (Map.Entry<String, Template> header : template.headers().entrySet()) {
            request.setHeader(header.getKey(), filled(header.getValue(), deletion, RequestWriter::inAHeader));
            saysType |= header.getKey().equalsIgnoreCase("Content-Type");
        }
        if (template.body().isPresent() && !saysType) {
            request.setHeader("Content-Type", "application/json");
        }
        return request.method(template.method(), body(deletion)).build();
    }

    private URI url(Deletion deletion) throws UnfitException {
        try {
            return new URI(filled(template.url(), deletion, RequestWriter::inAUrl));
        } catch (URISyntaxException e) {
            throw UnfitException.value("the address that the command makes is none");
        }
    }

    private BodyPublisher body(Deletion deletion) throws UnfitException {
        if (template.body().isEmpty()) {
            return BodyPublishers.noBody();
        }
        try {
            return BodyPublishers.ofByteArray(
                    JSON.writeValueAsBytes(json(template.body().get(), deletion)));
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of strings and numbers can always be written", e);
        }
    }

    private JsonNode json(JsonTemplate from, Deletion deletion) throws UnfitException {
        return switch (from) {
            case JsonTemplate.Text text -> NODES.textNode(filled(text.template(), deletion, value -> value));
            case JsonTemplate.Literal literal -> literal(literal.json());
            case JsonTemplate.Array array -> {
                ArrayNode node = NODES.arrayNode();
                for (JsonTemplate item : array.items()) {
                    node.add(json(item, deletion));
                }
                yield node;
            }
            case JsonTemplate.Members members -> {
                ObjectNode node = NODES.objectNode();
                for (Map.Entry<String, JsonTemplate> member : members.members().entrySet()) {
                    node.set(member.getKey(), json(member.getValue(), deletion));
                }
                yield node;
            }
        };
    }

    private static JsonNode literal(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("the policy holds a number that JSON has not", e);
        }
    }

    private String filled(Template from, Deletion deletion, Writing writing) throws UnfitException {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : from.parts()) {
            switch (part) {
                case Template.Literal literal -> text.append(literal.text());
                case Template.Placeholder placeholder -> text.append(writing.of(value(placeholder.name(), deletion)));
                case Template.Credential credential -> text.append(writing.of(credentials.value(credential.name())));
            }
        }
        return text.toString();
    }

    private static String value(String name, Deletion deletion) throws UnfitException {
        if (name.equals(Template.COMMAND_ID)) {
            return deletion.commandId();
        }
        if (name.equals("subjectId")) {
            return deletion.subjectId();
        }
        List<String> values = deletion.identifiers().getOrDefault(name, List.of());
        if (values.isEmpty()) {
            throw UnfitException.missing("the call needs " + name + ", which this command does not name");
        }
        if (values.size() > 1) {
            throw UnfitException.value("the command names several of " + name + ", and the call takes one");
        }
        return values.getFirst();
    }

    /** A segment of dots would lead to another path, and the system might normalise it even where it is encoded. */
    private static String inAUrl(String value) throws UnfitException {
        if (DOTS.matcher(value).matches()) {
            throw UnfitException.value("an identifier of dots alone cannot stand in an address");
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String inAHeader(String value) throws UnfitException {
        if (!IN_A_HEADER.matcher(value).matches()) {
            throw UnfitException.value("a value beyond printable ASCII cannot stand in a header");
        }
        return value;
    }
}
