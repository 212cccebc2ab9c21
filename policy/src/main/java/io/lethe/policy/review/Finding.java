package io.lethe.policy.review;

/**
 * Something a valid policy promises against a rule, or fails to promise.
 *
 * @param rule the rule it offends
 * @param subject what it is about: a cookie's name, an id
 * @param text in a lawyer's words
 * @param line of the policy file, counted from 1
 */
public record Finding(String rule, String subject, String text, int line) {}
