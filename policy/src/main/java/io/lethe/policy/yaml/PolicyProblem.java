package io.lethe.policy.yaml;

import io.lethe.policy.Place;

/**
 * One thing that is wrong with a policy file.
 *
 * @param file the name the file was given under
 * @param text what is wrong, with the value, and the way out
 */
public record PolicyProblem(String file, Place place, String text) {

    @Override
    public String toString() {
        return file + ":" + place + ": " + text;
    }
}
