package io.lethe.policy.file;

import static io.lethe.policy.yaml.YamlWalk.at;
import static io.lethe.policy.yaml.YamlWalk.scalar;
import static io.lethe.policy.yaml.YamlWalk.scalars;

import io.lethe.policy.dispatch.OpenDsrProcessor;
import io.lethe.policy.dispatch.Template;
import io.lethe.policy.yaml.PolicyProblems;
import io.lethe.policy.yaml.Spelling;
import io.lethe.policy.yaml.Wording;
import io.lethe.policy.yaml.Yaml;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a schema cannot say of how a system is reached: that a call can be made, deletes somebody, and gives nothing away. */
final class DispatchRules {

    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    /** Scheme and authority; whatever follows may hold placeholders. */
    private static final Pattern ADDRESS =
            Pattern.compile("(https|http)://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(:\\d{1,5})?([/?].*)?");

    /** What every path of a processor begins with. */
    private static final Pattern BASE = Pattern.compile("[^?#{}]*[^?#{}/]");

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?");
    private static final Pattern IDENTITY_TYPE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern IN_A_URL = Pattern.compile("[A-Za-z0-9._~:/?\\[\\]@!$&'()*+,;=%-]*");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern IN_A_HEADER = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern SECRET_BEGINS = Pattern.compile("\\$\\{");
    private static final Pattern SECRET = Pattern.compile("\\$\\{secret:[A-Z][A-Z0-9_]{0,60}}");

    /** The client sets these by itself. */
    private static final Set<String> NOT_OURS = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie");

    private final PolicyProblems problems;

    DispatchRules(PolicyProblems problems) {
        this.problems = problems;
    }

    void check(List<Yaml.Mapping> systems) {
        for (Yaml.Mapping system : systems) {
            if (at(system, "dispatch").orElse(system) instanceof Yaml.Mapping dispatch && dispatch != system) {
                dispatch(dispatch, system);
            }
        }
    }

    private void dispatch(Yaml.Mapping dispatch, Yaml.Mapping system) {
        if (dispatch.members().size() != 1) {
            problems.add(
                    dispatch.place(),
                    "dispatch names " + dispatch.members().size() + " ways; name one: kafka, http or opendsr");
        }
        if (at(dispatch, "http").orElse(system) instanceof Yaml.Mapping http && http != system) {
            http(http, system);
        }
        if (at(dispatch, "opendsr").orElse(system) instanceof Yaml.Mapping processor && processor != system) {
            processor(processor, system);
        }
    }

    private void processor(Yaml.Mapping processor, Yaml.Mapping system) {
        scalar(processor, "url").ifPresent(url -> {
            url(url);
            if (!BASE.matcher(url.text()).matches()) {
                say(
                        url,
                        "url",
                        "is what all paths of the processor begin with: no query, no placeholder, no slash at its end");
            }
        });
        scalar(processor, "domain")
                .filter(domain -> !DOMAIN.matcher(domain.text()).matches())
                .ifPresent(domain -> say(domain, "domain", "is not the name of a domain, such as opendsr.example.org"));
        scalar(processor, "certificate")
                .filter(given -> !given.text().startsWith("/"))
                .ifPresent(this::url);
        scalar(processor, "timeout").ifPresent(this::timeout);
        if (at(processor, "headers").orElse(processor) instanceof Yaml.Mapping headers && headers != processor) {
            headers.members().forEach(this::header);
            headers.members().values().stream()
                    .filter(member -> member.value() instanceof Yaml.Scalar value
                            && !placeholders(value, system).isEmpty())
                    .forEach(member -> problems.add(
                            member.place(),
                            "a header of every call cannot hold the value of one command; take it out"));
        }
        identities(processor, system);
    }

    private void identities(Yaml.Mapping processor, Yaml.Mapping system) {
        List<String> kinds =
                scalars(system, "identifiers").stream().map(Yaml.Scalar::text).toList();
        Set<String> typed = new TreeSet<>(OpenDsrProcessor.USUAL_IDENTITIES.keySet());
        if (at(processor, "identities").orElse(processor) instanceof Yaml.Mapping given && given != processor) {
            given.members().forEach((kind, member) -> {
                typed.add(kind);
                if (!kinds.contains(kind)) {
                    problems.add(
                            member.place(),
                            "'" + Wording.shorten(kind) + "' is not among the identifiers of the system; add it there");
                }
                if (member.value() instanceof Yaml.Scalar type
                        && !IDENTITY_TYPE.matcher(type.text()).matches()) {
                    say(type, "the type of identity", "is not one, such as controller_customer_id");
                }
            });
        }
        if (!kinds.isEmpty() && typed.stream().noneMatch(kinds::contains)) {
            problems.add(
                    processor.place(),
                    "the processor can be told of nobody: OpenDSR has no type for visitorId; name the processor's own under"
                            + " identities");
        }
    }

    private void http(Yaml.Mapping http, Yaml.Mapping system) {
        scalar(http, "url").ifPresent(this::url);
        if (at(http, "headers").orElse(http) instanceof Yaml.Mapping headers && headers != http) {
            headers.members().forEach(this::header);
        }
        scalar(http, "timeout").ifPresent(this::timeout);
        List<Yaml.Scalar> texts = new ArrayList<>();
        gather(http, texts);
        Set<String> used = new TreeSet<>();
        texts.forEach(text -> used.addAll(placeholders(text, system)));
        used.retainAll(Template.IDENTIFIERS);
        if (used.isEmpty()) {
            problems.add(
                    http.place(), "the call names nobody; put a placeholder such as {email} where the system wants it");
        }
    }

    private void url(Yaml.Scalar url) {
        Matcher address = ADDRESS.matcher(url.text());
        String filled = url.text().replaceAll("\\$?\\{[^{}]*}", "x");
        if (!address.matches()) {
            say(url, "url", "is not an address to call; write it as https://api.example.org/people/{email}");
        } else if (address.group(1).equals("http") && !LOOPBACK.contains(address.group(2))) {
            say(url, "url", "would carry identifiers in clear over the network; begin it with https");
        } else if (!IN_A_URL.matcher(filled).matches() || filled.matches(".*%(?![0-9A-Fa-f]{2}).*")) {
            say(url, "url", "holds a character that no address may hold, or a fragment; percent-encode it");
        }
    }

    private void header(String name, Yaml.Member member) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(name).matches() || NOT_OURS.contains(lower)) {
            problems.add(member.place(), "header '" + Wording.shorten(name) + "' cannot be set; take it out");
        }
        if (member.value() instanceof Yaml.Scalar value) {
            if (!IN_A_HEADER.matcher(value.text()).matches()) {
                problems.add(
                        value.place(),
                        "header '" + Wording.shorten(name) + "' holds a line break or a character beyond ASCII");
            }
            if (CREDENTIALS.contains(lower)
                    && Template.of(value.text()).secrets().isEmpty()) {
                problems.add(
                        value.place(),
                        "header '" + name
                                + "' holds a credential that everybody can read here; write ${secret:NAME} and set"
                                + " LETHE_SECRET_NAME or LETHE_SECRET_NAME_FILE");
            }
        }
    }

    private void timeout(Yaml.Scalar timeout) {
        try {
            Duration given = Duration.parse(timeout.text());
            if (!given.isPositive() || given.compareTo(LONGEST_CALL) > 0) {
                say(timeout, "timeout", "must be longer than nothing and at most " + LONGEST_CALL);
            }
        } catch (DateTimeException e) {
            // What is not written as a length of time has been refused by the schema.
        }
    }

    private Set<String> placeholders(Yaml.Scalar text, Yaml.Mapping system) {
        if (SECRET_BEGINS.matcher(text.text()).results().count()
                != SECRET.matcher(text.text()).results().count()) {
            say(text, "the text", "has ${ without a credential's name in capital letters; write ${secret:NAME}");
        }
        Set<String> known = new TreeSet<>(Template.IDENTIFIERS);
        known.add(Template.COMMAND_ID);
        Set<String> given = new TreeSet<>(Set.of("subjectId", Template.COMMAND_ID));
        scalars(system, "identifiers").forEach(identifier -> given.add(identifier.text()));
        Set<String> used = Template.of(text.text()).placeholders();
        for (String name : used) {
            if (!known.contains(name)) {
                say(
                        text,
                        "the placeholder {" + Wording.shorten(name) + "} in",
                        "is not known; " + Spelling.wayOut(name, known));
            } else if (!given.contains(name)) {
                say(
                        text,
                        "the placeholder {" + name + "} in",
                        "is not among the identifiers of the system; add it there");
            }
        }
        return used;
    }

    private static void gather(Yaml from, List<Yaml.Scalar> into) {
        switch (from) {
            case Yaml.Mapping mapping -> mapping.members().values().forEach(member -> gather(member.value(), into));
            case Yaml.Sequence sequence -> sequence.items().forEach(item -> gather(item, into));
            case Yaml.Scalar scalar -> into.add(scalar);
        }
    }

    private void say(Yaml.Scalar about, String what, String text) {
        problems.add(about.place(), what + " '" + Wording.shorten(about.text()) + "' " + text);
    }
}
