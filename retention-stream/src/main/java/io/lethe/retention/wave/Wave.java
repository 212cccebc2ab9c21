package io.lethe.retention.wave;

import java.time.Instant;

/**
 * Erasures of one partition that are held.
 *
 * @param since when the first of them was held
 * @param limit what it would have gone beyond
 * @param allowed how many that limit allowed the partition
 */
public record Wave(Instant since, Limit limit, long allowed) {}
