package io.lethe.service;

import java.util.List;

/** Everything that is wrong with a configuration, at once, in the operator's words. */
public final class ConfigurationException extends RuntimeException {

    private final transient List<String> problems;

    /** @param problems one line each: the setting, its value, and what would be right */
    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each problem: the setting, its value, and what would be right. */
    public List<String> problems() {
        return problems;
    }
}
