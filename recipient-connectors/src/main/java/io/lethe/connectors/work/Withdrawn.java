package io.lethe.connectors.work;

import java.util.LinkedHashMap;
import java.util.Map;

/** The commands that operators have settled lately: one that is still on its way to us is not carried out. */
final class Withdrawn {

    private static final int MOST = 10_000;

    private final Map<String, Boolean> ids = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(String commandId) {
        ids.put(commandId, true);
    }

    synchronized boolean contains(String commandId) {
        return ids.containsKey(commandId);
    }
}
