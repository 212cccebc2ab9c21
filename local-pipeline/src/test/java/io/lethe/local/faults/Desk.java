package io.lethe.local.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lethe.local.client.PipelineClient.Answer;
import io.lethe.schemas.AnswerOutcome;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * People who ask for what is stored of them, and what the desk and the recipient systems make of it. They come by four topics, so each word waits until what it
 * follows is known; some are said twice.
 */
final class Desk {

    /** What a request for access asks, of a contact. */
    static final List<String> SYSTEMS =
            List.of("hubspot", "google-analytics", "google-ads", "microsoft-clarity", "linkedin", "cloudflare");

    private static final List<AnswerOutcome> OUTCOMES =
            List.of(AnswerOutcome.COMPLETED, AnswerOutcome.NOT_FOUND, AnswerOutcome.NOT_SUPPORTED);

    private static final Duration LONG_AGO = Duration.ofMinutes(50);
    private static final Duration CODES_ARE_VALID = Duration.ofMinutes(10);
    private static final int AT_A_TIME = 16;

    private final Bench bench;
    private final Inputs inputs;
    private final Instant askedAt;
    private final Random random;
    private int waiting;

    Desk(Bench bench, Random random) {
        this.bench = bench;
        this.inputs = bench.inputs();
        this.askedAt = bench.now().minus(LONG_AGO);
        this.random = random;
    }

    /** Whether it can see to another one. */
    boolean hasTime() {
        return waiting < AT_A_TIME;
    }

    /** Somebody who was here before, and all that becomes of what they ask for. */
    Queue<NextWord> somebody(String who) {
        waiting++;
        String subject = Facts.subject(who);
        Queue<NextWord> words = new ArrayDeque<>();
        words.add(NextWord.now(() -> inputs.say(Facts.interaction(subject, askedAt))));
        switch (random.nextInt(4)) {
            case 0 -> answered(subject, words);
            case 1 -> provenAndRefused(subject, words);
            case 2 -> takenBack(subject, words);
            default -> neverProven(subject, words);
        }
        return words;
    }

    private void answered(String subject, Queue<NextWord> words) {
        RightsRequest request = Facts.request(subject, RightKind.ACCESS, IdentityProof.VERIFIED, askedAt);
        words.add(NextWord.now(() -> twice(() -> inputs.say(request))));
        words.add(once(subject, "open", () -> decide(request, RightsAct.START, 1)));
        List<RightsAnswer> answers = new ArrayList<>();
        for (String system : SYSTEMS) {
            AnswerOutcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            answers.add(Facts.answer(request, system, outcome, askedAt.plus(Duration.ofMinutes(2))));
        }
        Collections.shuffle(answers, random);
        words.add(once(subject, "in-progress", () -> say(answers.removeFirst())));
        while (words.size() < 3 + SYSTEMS.size()) {
            words.add(NextWord.now(() -> say(answers.removeFirst())));
        }
        words.add(last(() -> isAllowed(subject, "fulfil"), () -> decide(request, RightsAct.FULFIL, 3)));
    }

    private void provenAndRefused(String subject, Queue<NextWord> words) {
        RightsRequest request = Facts.request(subject, RightKind.ACCESS, IdentityProof.UNVERIFIED, askedAt);
        RightsRequest code = Facts.code(request, "right", askedAt.plus(CODES_ARE_VALID));
        words.add(NextWord.now(() -> inputs.say(request)));
        words.add(NextWord.now(() -> inputs.say(code)));
        words.add(NextWord.now(() -> twice(() -> inputs.say(Facts.shown(request, "wrong")))));
        words.add(NextWord.now(() -> twice(() -> inputs.say(Facts.shown(request, "right")))));
        words.add(once(subject, "open", () -> decide(request, RightsAct.EXTEND, 1)));
        words.add(last(() -> stands(subject, "extended"), () -> decide(request, RightsAct.REFUSE, 2)));
    }

    private void takenBack(String subject, Queue<NextWord> words) {
        RightsRequest request = Facts.request(subject, RightKind.PORTABILITY, IdentityProof.UNVERIFIED, askedAt);
        words.add(NextWord.now(() -> twice(() -> inputs.say(request))));
        words.add(last(() -> stands(subject, "identity-to-be-proven"), () -> decide(request, RightsAct.WITHDRAW, 1)));
    }

    private void neverProven(String subject, Queue<NextWord> words) {
        RightsRequest request = Facts.request(subject, RightKind.RECTIFICATION, IdentityProof.UNVERIFIED, askedAt);
        words.add(last(() -> true, () -> inputs.say(request)));
    }

    private NextWord once(String subject, String state, Runnable say) {
        return new NextWord(() -> stands(subject, state), say);
    }

    private NextWord last(BooleanSupplier isTime, Runnable say) {
        return new NextWord(isTime, () -> {
            say.run();
            waiting--;
        });
    }

    private void decide(RightsRequest request, RightsAct act, int minutes) {
        var decision = Facts.decision(request, act, askedAt.plus(Duration.ofMinutes(minutes)));
        twice(() -> inputs.say(decision));
    }

    private void say(RightsAnswer answer) {
        twice(() -> inputs.say(answer));
    }

    /** Now and then. */
    private void twice(Runnable say) {
        say.run();
        if (random.nextInt(3) == 0) {
            say.run();
        }
    }

    private boolean stands(String subject, String state) {
        return request(subject).path("status").asText().equals(state);
    }

    private boolean isAllowed(String subject, String act) {
        for (JsonNode allowed : request(subject).path("allowed")) {
            if (allowed.asText().equals(act)) {
                return true;
            }
        }
        return false;
    }

    /** The only one that the subject has made; missing where nobody can tell. */
    private JsonNode request(String subject) {
        try {
            Answer answer = bench.first().subject(subject);
            return answer.isSuccess() ? answer.json().path("rights").path(0) : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
