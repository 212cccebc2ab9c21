package io.lethe.policy;

import java.time.Period;

/**
 * How an erasure is carried out.
 *
 * @param requiresVerifiedIdentity whether a request runs only for a proven identity (G3)
 * @param deadline from the order until an unanswered command is escalated (E3)
 * @param retry the waits between attempts
 */
public record Erasure(boolean requiresVerifiedIdentity, Period deadline, Backoff retry) {}
