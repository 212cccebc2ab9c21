package io.lethe.opendsr;

/** The words of OpenDSR 2.0 that both sides write and read. */
public final class OpenDsr {

    public static final String API_VERSION = "2.0";
    public static final String API_VERSION_NAME = "api_version";
    public static final String GDPR = "gdpr";

    /** Headers of everything that a processor signs. */
    public static final String PROCESSOR_DOMAIN = "X-OpenDSR-Processor-Domain";

    public static final String SIGNATURE = "X-OpenDSR-Signature";

    public static final String RAW = "raw";
    public static final String EMAIL = "email";
    public static final String CONTROLLER_CUSTOMER_ID = "controller_customer_id";

    /** Members of requests and answers. */
    public static final String SUBJECT_REQUEST_ID = "subject_request_id";

    public static final String SUBJECT_REQUEST_TYPE = "subject_request_type";
    public static final String SUBJECT_IDENTITIES = "subject_identities";
    public static final String SUBMITTED_TIME = "submitted_time";
    public static final String STATUS_CALLBACK_URLS = "status_callback_urls";
    public static final String STATUS_CALLBACK_URL = "status_callback_url";
    public static final String REQUEST_STATUS = "request_status";
    public static final String ENCODED_REQUEST = "encoded_request";
    public static final String EXPECTED_COMPLETION_TIME = "expected_completion_time";
    public static final String CONTROLLER_ID = "controller_id";
    public static final String PROCESSOR_CERTIFICATE = "processor_certificate";

    private OpenDsr() {}
}
