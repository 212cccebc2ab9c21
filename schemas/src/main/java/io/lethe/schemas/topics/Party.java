package io.lethe.schemas.topics;

/** Who writes or reads a topic: a service of the pipeline, or somebody outside it. */
public enum Party {
    CONSENT_INGEST("consent-ingest"),
    RETENTION_STREAM("retention-stream"),
    ERASURE_WORKER("erasure-worker"),
    RECIPIENT_CONNECTORS("recipient-connectors"),
    CONSOLE("console"),
    RECIPIENT_SYSTEMS("recipient systems"),
    OPERATORS("operators"),
    YOUR_SERVICES("your services");

    private final String label;

    Party(String label) {
        this.label = label;
    }

    /** The name used in tables, client ids and consumer groups. */
    public String label() {
        return label;
    }
}
