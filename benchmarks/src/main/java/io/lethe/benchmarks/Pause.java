package io.lethe.benchmarks;

import java.io.IOException;
import java.util.List;

/** Processes that stand still, so that what is measured has the machine to itself. */
final class Pause implements AutoCloseable {

    private final List<Long> pids;
    private final Thread atTheEnd = new Thread(this::resume, "resume");

    private Pause(List<Long> pids) {
        this.pids = List.copyOf(pids);
    }

    static Pause of(List<Long> pids) throws IOException, InterruptedException {
        Pause pause = new Pause(pids);
        Runtime.getRuntime().addShutdownHook(pause.atTheEnd);
        pause.signal("-STOP");
        return pause;
    }

    @Override
    public void close() {
        resume();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }

    private void resume() {
        try {
            signal("-CONT");
        } catch (IOException e) {
            throw new IllegalStateException("processes " + pids + " still stand still: kill -CONT wakes them", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        for (long pid : pids) {
            int exit = new ProcessBuilder("kill", name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException("kill " + name + " " + pid + " ends with " + exit);
            }
        }
    }
}
