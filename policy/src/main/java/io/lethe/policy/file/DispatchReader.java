package io.lethe.policy.file;

import static io.lethe.policy.yaml.YamlWalk.scalar;

import io.lethe.policy.dispatch.Dispatch;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.JsonTemplate;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import io.lethe.policy.dispatch.Template;
import io.lethe.policy.yaml.Yaml;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds what the policy says of how a system is reached, from a tree in which everything is in order. */
final class DispatchReader {

    private DispatchReader() {}

    static Dispatch read(Yaml.Mapping from) {
        return from.get("http")
                .<Dispatch>map(http -> http((Yaml.Mapping) http))
                .or(() -> from.get("opendsr").map(processor -> processor((Yaml.Mapping) processor)))
                .orElse(Dispatch.OWN_CLIENT);
    }

    private static OpenDsrProcessor processor(Yaml.Mapping from) {
        String url = scalar(from, "url").orElseThrow().text();
        Map<String, String> identities = new LinkedHashMap<>(OpenDsrProcessor.USUAL_IDENTITIES);
        texts(from, "identities").forEach((kind, type) -> identities.put(kind, type.text()));
        return new OpenDsrProcessor(
                url,
                scalar(from, "domain")
                        .map(Yaml.Scalar::text)
                        .orElseGet(() -> URI.create(url).getHost()),
                scalar(from, "certificate").map(Yaml.Scalar::text),
                identities,
                headers(from),
                timeout(from));
    }

    private static HttpTemplate http(Yaml.Mapping from) {
        return new HttpTemplate(
                scalar(from, "method").orElseThrow().text(),
                Template.of(scalar(from, "url").orElseThrow().text()),
                headers(from),
                from.get("body").map(DispatchReader::json),
                timeout(from));
    }

    private static Map<String, Template> headers(Yaml.Mapping from) {
        Map<String, Template> headers = new LinkedHashMap<>();
        texts(from, "headers").forEach((name, value) -> headers.put(name, Template.of(value.text())));
        return headers;
    }

    private static Duration timeout(Yaml.Mapping from) {
        return scalar(from, "timeout")
                .map(timeout -> Duration.parse(timeout.text()))
                .orElse(Dispatch.USUAL_TIMEOUT);
    }

    private static Map<String, Yaml.Scalar> texts(Yaml.Mapping from, String name) {
        Map<String, Yaml.Scalar> texts = new LinkedHashMap<>();
        if (from.get(name).orElse(from) instanceof Yaml.Mapping given && given != from) {
            given.members().forEach((key, member) -> texts.put(key, (Yaml.Scalar) member.value()));
        }
        return texts;
    }

    private static JsonTemplate json(Yaml from) {
        return switch (from) {
            case Yaml.Mapping mapping -> {
                Map<String, JsonTemplate> members = new LinkedHashMap<>();
                mapping.members().forEach((name, member) -> members.put(name, json(member.value())));
                yield new JsonTemplate.Members(members);
            }
            case Yaml.Sequence sequence ->
                new JsonTemplate.Array(
                        sequence.items().stream().map(DispatchReader::json).toList());
            case Yaml.Scalar scalar ->
                switch (scalar.type()) {
                    case TEXT -> new JsonTemplate.Text(Template.of(scalar.text()));
                    case NUMBER -> number(scalar.text());
                    case BOOLEAN -> new JsonTemplate.Literal(scalar.text());
                    case NOTHING -> new JsonTemplate.Literal("null");
                };
        };
    }

    /** YAML has numbers that JSON has not, such as .inf and 0o7: they stay the text they are. */
    private static JsonTemplate number(String text) {
        try {
            return new JsonTemplate.Literal(new BigDecimal(text).toString());
        } catch (NumberFormatException e) {
            return new JsonTemplate.Text(Template.of(text));
        }
    }
}
