package io.lethe.policy;

import java.time.Period;

/**
 * A right that a data subject can exercise (GDPR art. 15 to 22 and 7(3)).
 *
 * @param answerWithin from receipt; art. 12(3) allows one month
 * @param extension by how much an answer can be put off if the subject is told in time; art. 12(3) allows two months
 * @param place where the policy file lists it
 */
public record Right(String id, String name, Period answerWithin, Period extension, Place place) {

    /** A right that stands in no file. */
    public Right(String id, String name, Period answerWithin, Period extension) {
        this(id, name, answerWithin, extension, Place.START);
    }
}
