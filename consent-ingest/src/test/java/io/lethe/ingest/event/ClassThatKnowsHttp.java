package io.lethe.ingest.event;

import io.vertx.core.http.HttpServerRequest;

/** In the wrong package, for the test of the architecture's test. */
public final class ClassThatKnowsHttp {

    private ClassThatKnowsHttp() {}

    static boolean isSecure(HttpServerRequest request) {
        return request.isSSL();
    }
}
