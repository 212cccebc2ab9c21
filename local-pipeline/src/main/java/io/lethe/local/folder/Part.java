package io.lethe.local.folder;

/** A process of the pipeline, in the order in which they are started. */
public enum Part {
    BROKER("kafka"),
    REGISTRY("registry"),
    CONSENT_INGEST("consent-ingest"),
    RETENTION_STREAM("retention-stream"),
    ERASURE_WORKER("erasure-worker"),
    /** Only where the policy has a system that is called. */
    RECIPIENT_CONNECTORS("recipient-connectors"),
    CONSOLE("console");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
