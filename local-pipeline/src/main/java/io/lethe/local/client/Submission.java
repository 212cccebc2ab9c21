package io.lethe.local.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An event to be posted, and where it was read.
 *
 * @param line number in the input, from 1
 * @param end offset of the byte after it in the input
 */
public record Submission(ObjectNode event, long line, long end) {}
