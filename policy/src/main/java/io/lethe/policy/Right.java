package io.lethe.policy;

import java.time.Period;

/**
 * A right that a data subject can exercise (GDPR art. 15 to 22 and 7(3)).
 *
 * @param answerWithin from receipt; art. 12(3) allows one month
 * @param extension by how much an answer can be put off if the subject is told in time; art. 12(3) allows two months
 */
public record Right(String id, String name, Period answerWithin, Period extension) {}
