package io.lethe.ingest.tcf;

import java.net.http.HttpRequest;

/** In the wrong package, for the test of the architecture's test. */
public final class ClassThatKnowsHttp {

    private ClassThatKnowsHttp() {}

    static boolean expectsContinue(HttpRequest request) {
        return request.expectContinue();
    }
}
