package io.lethe.retention.wave;

/** What a wave of erasures went beyond. */
public enum Limit {
    /** So many, however many subjects there are. */
    NUMBER,
    /** So large a part of all subjects. */
    SHARE
}
