package io.lethe.service;

/** What a service's process ends with, so that whoever started it can tell why without reading the log. */
public enum ExitCode {
    /** Stopped because it was told to. */
    STOPPED(0),
    /** Could not start, or failed while running: see the log. */
    FAILED(1),
    /** The configuration is wrong; starting again will not help. As in {@code sysexits.h}. */
    CONFIGURATION(78);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    public int value() {
        return value;
    }
}
