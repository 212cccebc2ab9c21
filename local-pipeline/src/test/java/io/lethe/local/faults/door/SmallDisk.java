package io.lethe.local.faults.door;

import io.lethe.local.process.LoneChild;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk for a broker, which can be full: a small file system of its own where the system lets us mount one, which takes root; elsewhere a
 * bound on how large the broker's files may get. Which of them it is, is printed: neither is skipped.
 */
final class SmallDisk implements AutoCloseable {

    private static final String SIZE = "192m";
    private static final int BLOCK = 64 * 1024;

    private final Path folder;
    private final boolean mounted;

    private SmallDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /** @param folder that is not there yet */
    static SmallDisk at(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=0700", "tmpfs", folder.toString());
        System.out.println(
                "the broker's disk: " + (mounted ? "a file system of " + SIZE : "a bound on its files (RLIMIT_FSIZE)"));
        return new SmallDisk(folder, mounted);
    }

    /** From now on nothing more can be written. */
    void fill(LoneChild broker) {
        if (!mounted) {
            limit(broker, "1");
            return;
        }
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            fillTheLastBytes();
        }
    }

    private void fillTheLastBytes() {
        try (OutputStream out = Files.newOutputStream(filler().resolveSibling("filler.2"))) {
            while (true) {
                out.write(0);
            }
        } catch (IOException full) {
            // As it should be.
        }
    }

    /** There is room again. */
    void free(LoneChild broker) {
        if (!mounted) {
            limit(broker, "unlimited");
            return;
        }
        try {
            Files.deleteIfExists(filler());
            Files.deleteIfExists(filler().resolveSibling("filler.2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static void limit(LoneChild broker, String bytes) {
        if (broker.isAlive()
                && !run("prlimit", "--pid", Long.toString(broker.pid()), "--fsize=" + bytes + ":unlimited")) {
            throw new IllegalStateException("neither can a file system be mounted nor the size of files be bound");
        }
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (mounted && !run("umount", folder.toString()) && !run("umount", "-l", folder.toString())) {
            throw new IllegalStateException(folder + " stays mounted");
        }
    }
}
