package io.lethe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of the house, and what can be found wrong with where they stand and what they are called. */
record House(List<Source> main, List<Source> tests) {

    /** More classes in a package than this want a reason. */
    static final int CROWD = 15;

    /** More lines of one shape in two modules than this want a reason. */
    static final int SAME_SHAPE = 10;

    private static final Pattern REASON = Pattern.compile("(?i)more than fifteen");
    private static final Pattern TEST_METHOD = Pattern.compile(
            "@(?:Test|ParameterizedTest|Property|RepeatedTest)\\b[^{;]*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern SENTENCE = Pattern.compile("(?:[A-Z]\\d_)*[a-zA-Z0-9]+(?:_[a-zA-Z0-9]+)+");
    private static final Pattern TOLD_TWICE = Pattern.compile("(?m)^\\s*@(?:DisplayName|Label)\\(");
    private static final Pattern PHASE = Pattern.compile("(?im)^\\s*// *(given|when|then)\\b");

    /** A file of Java: its module, package and name without the extension, and its text. */
    record Source(String module, String pkg, String name, Path file, String text) {

        boolean isPackageInfo() {
            return name.equals("package-info");
        }
    }

    /** @param root the folder that holds the modules */
    static House at(Path root) throws IOException {
        List<Source> main = new ArrayList<>();
        List<Source> tests = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
                main.addAll(sources(root, module, "main"));
                tests.addAll(sources(root, module, "test"));
            }
        }
        return new House(main, tests);
    }

    /** Packages with more classes than a reader takes in at once, and without a word about why. */
    List<String> crowdedPackages() {
        Set<String> reasoned = main.stream()
                .filter(source ->
                        source.isPackageInfo() && REASON.matcher(source.text()).find())
                .map(Source::pkg)
                .collect(Collectors.toSet());
        return classes()
                .collect(Collectors.groupingBy(Source::pkg, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > CROWD && !reasoned.contains(entry.getKey()))
                .map(entry -> entry.getKey() + " has " + entry.getValue() + " classes, and its package-info no reason")
                .toList();
    }

    /** Packages that say nothing of themselves. */
    List<String> packagesWithoutInfo() {
        Set<String> told =
                main.stream().filter(Source::isPackageInfo).map(Source::pkg).collect(Collectors.toSet());
        return classes()
                .map(Source::pkg)
                .distinct()
                .filter(pkg -> !told.contains(pkg))
                .sorted()
                .toList();
    }

    /** Names that stand for classes in more than one package. */
    Map<String, Set<String>> sharedNames() {
        Map<String, Set<String>> places = new TreeMap<>();
        classes()
                .forEach(source -> places.computeIfAbsent(source.name(), _ -> new TreeSet<>())
                        .add(source.pkg()));
        places.values().removeIf(packages -> packages.size() == 1);
        return places;
    }

    /** Tests that are not named by a sentence, are named twice, or tell their phases by comments. */
    List<String> testsOfAnotherStyle() {
        List<String> found = new ArrayList<>();
        for (Source test : tests) {
            if (TOLD_TWICE.matcher(test.text()).find()) {
                found.add(test.file() + ": names a test twice; its name is the sentence");
            }
            if (PHASE.matcher(test.text()).find()) {
                found.add(test.file() + ": given, when and then are told apart by empty lines");
            }
            TEST_METHOD
                    .matcher(test.text())
                    .results()
                    .map(method -> method.group(1))
                    .filter(name -> !SENTENCE.matcher(name).matches())
                    .forEach(name -> found.add(test.file() + ": '" + name + "' is no sentence"));
        }
        return found;
    }

    /** Places of two modules that share more than {@link #SAME_SHAPE} lines, names and values aside. */
    Set<String> sameShapes() {
        Map<List<String>, Source> first = new HashMap<>();
        Set<String> found = new TreeSet<>();
        classes().forEach(source -> {
            List<String> shapes = shapes(source.text());
            for (int at = 0; at + SAME_SHAPE < shapes.size(); at++) {
                Source other = first.putIfAbsent(List.copyOf(shapes.subList(at, at + SAME_SHAPE + 1)), source);
                if (other != null && !other.module().equals(source.module())) {
                    found.add(other.name() + " ~ " + source.name());
                }
            }
        });
        return found;
    }

    private Stream<Source> classes() {
        return main.stream().filter(source -> !source.isPackageInfo());
    }

    /** Each line of code with names, texts and numbers left out, but for its modifiers and the words of the language. */
    private static List<String> shapes(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("//[^\n]*", "")
                .replaceAll("(?m)^(package|import) .*$", "")
                .replaceAll("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"", "\"\"")
                .lines()
                .map(String::strip)
                .filter(line -> line.length() > 1)
                .map(line -> line.replaceAll(
                        "\\b(?!(?:if|for|while|switch|case|return|new|throw|try|catch|final|static|private|"
                                + "public|record|class|enum|void)\\b)\\w+",
                        "x"))
                .toList();
    }

    private static List<Source> sources(Path root, Path module, String kind) throws IOException {
        Path java = module.resolve("src").resolve(kind).resolve("java");
        if (Files.notExists(java)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(java)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(file -> source(root, module, java, file))
                    .toList();
        }
    }

    private static Source source(Path root, Path module, Path java, Path file) {
        String name = file.getFileName().toString();
        try {
            return new Source(
                    module.getFileName().toString(),
                    java.relativize(file.getParent()).toString().replace('/', '.'),
                    name.substring(0, name.length() - ".java".length()),
                    root.relativize(file),
                    Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
