package io.lethe.local.folder;

import io.lethe.certificate.CertificateSigner;
import io.lethe.identity.IdentifierSeal;
import io.lethe.service.keys.FrontEndKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All that a local pipeline keeps on disk. */
public record DataFolder(Path root) {

    private static final int SECRET_BYTES = 48;
    private static final String FIRST_USER = """
            [{"name": "local", "sha256": "%s", "roles": ["operator", "dpo", "auditor"]}]
            """;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final FileAttribute<?> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path kafkaSettings() {
        return root.resolve("kafka.properties");
    }

    public Path registry() {
        return root.resolve("registry");
    }

    public Path state(Part service) {
        return root.resolve("state").resolve(service.label());
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(Part part) {
        return logs().resolve(part.label() + ".log");
    }

    /** What the launcher itself prints when it runs in the background. */
    public Path launcherLog() {
        return logs().resolve("lethe.log");
    }

    /** There while the pipeline has a sandbox clock. */
    public Path clock() {
        return root.resolve("clock");
    }

    public Path pepper() {
        return root.resolve("secrets").resolve("pepper");
    }

    public Path identifierKeys() {
        return root.resolve("secrets").resolve("identifier-keys.json");
    }

    /** The write keys of front-ends, by their hashes; {@code lethe keys} writes it, and the front door follows it. */
    public Path frontEndKeys() {
        return root.resolve("front-end-keys.json");
    }

    /** Where one-time codes are written to, each a file for as long as it is valid. */
    public Path codes() {
        return root.resolve("codes");
    }

    /** Who may open the console, by the hashes of their tokens; the console follows it. */
    public Path consoleUsers() {
        return root.resolve("console-users.json");
    }

    /** The token of {@link #consoleUsers()}'s first user, who has every role. */
    public Path consoleToken() {
        return root.resolve("console.token");
    }

    /** Signs the console's sessions. */
    public Path consoleSessionKey() {
        return root.resolve("secrets").resolve("console-session-key");
    }

    /** Signs certificates of erasures. */
    public Path certificateKey() {
        return root.resolve("secrets").resolve("certificate-key");
    }

    /** What we sign with as a processor of others (OpenDSR), if it is there; nobody makes it. */
    public Path processorKey() {
        return root.resolve("secrets").resolve("opendsr-key.pem");
    }

    /** The certificate of {@link #processorKey()}. */
    public Path processorCertificate() {
        return root.resolve("secrets").resolve("opendsr-certificate.pem");
    }

    /** The keys that callers show; made anew at each start. */
    public Path keys() {
        return root.resolve("keys.env");
    }

    void writeKeys(String contents) {
        try {
            write(keys(), contents);
        } catch (IOException e) {
            throw new UncheckedIOException(keys() + " cannot be written", e);
        }
    }

    /** What the pipeline was first started with and keeps. */
    public Path choices() {
        return root.resolve("choices.json");
    }

    /** Who runs on this folder, and where. */
    public Path running() {
        return root.resolve("pipeline.json");
    }

    private Path lockFile() {
        return root.resolve("lock");
    }

    /** Makes the folder itself, for its owner only: what the broker keeps in it names people. */
    public void create() throws IOException {
        Files.createDirectories(root, OWNERS_FOLDER);
    }

    /** Makes what is missing; secrets are made once. */
    public void prepare() {
        try {
            create();
            for (Path folder : List.of(logs(), registry(), root.resolve("state"))) {
                Files.createDirectories(folder);
            }
            Files.createDirectories(kafka(), OWNERS_FOLDER);
            Files.createDirectories(pepper().getParent(), OWNERS_FOLDER);
            if (!Files.exists(pepper())) {
                write(pepper(), random());
            }
            if (!Files.exists(consoleSessionKey())) {
                write(consoleSessionKey(), random());
            }
            if (!Files.exists(consoleUsers())) {
                String token = random();
                write(consoleToken(), token + System.lineSeparator());
                write(consoleUsers(), FIRST_USER.formatted(FrontEndKey.hash(token)));
            }
            if (!Files.exists(identifierKeys())) {
                write(identifierKeys(), IdentifierSeal.newKeySet());
            }
            if (!Files.exists(frontEndKeys())) {
                write(frontEndKeys(), "[]");
            }
            if (!Files.exists(certificateKey())) {
                write(certificateKey(), CertificateSigner.newKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + root + " cannot be prepared", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Writes a key file whole or not at all, for somebody may follow it. A new one is for its owner alone; who could read the one before can read this one.
     *
     * @throws UncheckedIOException where it cannot be written; what stood there before stands still
     */
    public static void replace(Path keys, String contents) {
        Path target = keys.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            write(target, contents, Files.exists(target) ? Files.getPosixFilePermissions(target) : OWNER_ONLY);
        } catch (IOException e) {
            throw new UncheckedIOException(keys + " cannot be written", e);
        }
    }

    private static void write(Path secret, String contents) throws IOException {
        write(secret, contents, OWNER_ONLY);
    }

    private static void write(Path secret, String contents, Set<PosixFilePermission> readers) throws IOException {
        Path next = secret.resolveSibling(secret.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(next, contents);
        Files.setPosixFilePermissions(next, readers);
        Files.move(next, secret, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Claims the folder for this process. The system takes the claim back when the process ends, however it does.
     *
     * @return empty where another process has it
     */
    public Optional<FileLock> claim() {
        try {
            create();
            FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
                if (lock.isEmpty()) {
                    channel.close();
                }
                return lock;
            } catch (OverlappingFileLockException e) {
                channel.close();
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + root + " cannot be claimed", e);
        }
    }

    /** Whether a process has claimed the folder. What a killed one wrote down does not count. */
    public boolean isClaimed() {
        if (!Files.exists(lockFile())) {
            return false;
        }
        Optional<FileLock> claim = claim();
        claim.ifPresent(DataFolder::release);
        return claim.isEmpty();
    }

    public static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes everything, secrets included. */
    public void delete() {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + root + " cannot be removed", e);
        }
    }
}
