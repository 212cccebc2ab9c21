package io.lethe.connectors.http;

import io.lethe.connectors.work.Connector;
import io.lethe.connectors.work.Deletion;
import io.lethe.connectors.work.Verdict;
import io.lethe.policy.dispatch.HttpTemplate;
import java.time.InstantSource;

/** Calls a system by the template that the policy has for it. */
public final class HttpConnector implements Connector {

    private final RequestWriter requests;
    private final InstantSource clock;
    private final HttpCaller caller;

    public HttpConnector(HttpTemplate template, Credentials credentials, InstantSource clock) {
        this.requests = new RequestWriter(template, credentials);
        this.clock = clock;
        this.caller = new HttpCaller(template.timeout());
    }

    @Override
    public Verdict attempt(Deletion deletion) throws InterruptedException {
        try {
            return verdict(caller.call(requests.request(deletion)), deletion);
        } catch (UnfitException e) {
            return e.isFailure() ? Verdict.failed(e.why()) : Verdict.notSupported(e.why());
        } catch (NoAnswerException e) {
            return Verdict.later(e.why());
        }
    }

    private Verdict verdict(HttpAnswer answer, Deletion deletion) {
        if (answer.isSuccess()) {
            return Verdict.COMPLETED;
        }
        return switch (answer.status()) {
            case 404, 409, 410 -> Verdict.NOT_FOUND;
            default -> answer.refusal(clock, deletion);
        };
    }

    @Override
    public void close() {
        caller.close();
    }
}
