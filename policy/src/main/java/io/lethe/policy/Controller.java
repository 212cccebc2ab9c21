package io.lethe.policy;

/** Who decides why and how the data are processed, and answers for it (GDPR art. 4(7)). */
public record Controller(
        String name, String legalForm, String registry, String registrationNumber, String address, String country) {}
