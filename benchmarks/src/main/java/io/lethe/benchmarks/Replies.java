package io.lethe.benchmarks;

/** In which order the answers of several systems come: each answers in the order of its commands, and is some orders behind the one before it. */
final class Replies {

    private final int systems;
    private final int[] replies;

    /**
     * @param orders that each system answers
     * @param lag how many orders a system is behind the one before it
     */
    Replies(int orders, int systems, int lag) {
        this.systems = systems;
        this.replies = new int[orders * systems];
        int next = 0;
        for (int step = 0; next < replies.length; step++) {
            for (int system = 0; system < systems; system++) {
                int order = step - lag * system;
                if (order >= 0 && order < orders) {
                    replies[next++] = order * systems + system;
                }
            }
        }
    }

    /** Whose answer it is, from 0. */
    int order(int reply) {
        return replies[reply] / systems;
    }

    /** Who answers, from 0. */
    int system(int reply) {
        return replies[reply] % systems;
    }
}
