package io.lethe.ingest.contract;

import io.lethe.ingest.contract.OpenApiDocument.Node;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The document as a page: one file, without scripts and without anything from elsewhere. */
final class DocumentPage {

    /** Stands for the address that the page was asked at, so that its commands work where they are read. */
    static final String ADDRESS = "@address@";

    static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
            pre{background:#f3f3f0;padding:.8rem;overflow:auto;border-left:4px solid #2d6a6a;white-space:pre-wrap;overflow-wrap:anywhere}
            code{background:#f3f3f0;padding:.1em .3em}pre code{padding:0}
            table{border-collapse:collapse;width:100%;margin:.5rem 0}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #bbb}
            section{margin-top:3rem}h2,h3{line-height:1.2}a{color:#0b5c5c}summary{cursor:pointer}
            @media(prefers-color-scheme:dark){body{color:#e8e8e4;background:#161616}pre,code{background:#262626}a{color:#7fd0d0}}
            """;

    private final Node root;
    private final StringBuilder page = new StringBuilder(64 * 1024);

    private DocumentPage(Node root) {
        this.root = root;
    }

    static String of(OpenApiDocument document) {
        return new DocumentPage(document.root()).whole();
    }

    private String whole() {
        Node info = root.get("info");
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(PageText.escaped(info.text("title")))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(PageText.escaped(info.text("title")))
                .append("</h1>\n<p>")
                .append(PageText.marked(info.text("summary")))
                .append("</p>\n");
        for (String paragraph : info.text("description").split("\n\n", -1)) {
            page.append("<p>").append(PageText.marked(paragraph)).append("</p>\n");
        }
        page.append(
                        "<p>The same for machines: <a href=\"/openapi.yaml\">OpenAPI 3.1</a>. In a shell, the commands below take the keys of")
                .append(" <code>keys.env</code>: <code>. .lethe/keys.env</code></p>\n");
        contents();
        Node paths = root.get("paths");
        for (String path : paths.names()) {
            for (String method : methods(paths.get(path))) {
                operation(path, method, paths.get(path).get(method));
            }
        }
        schemas();
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private void contents() {
        page.append("<nav><table>\n");
        Node paths = root.get("paths");
        for (String path : paths.names()) {
            for (String method : methods(paths.get(path))) {
                Node operation = paths.get(path).get(method);
                page.append("<tr><td><a href=\"#")
                        .append(PageText.escaped(operation.text("operationId")))
                        .append("\"><code>")
                        .append(name(method, path))
                        .append("</code></a></td><td>")
                        .append(PageText.marked(operation.text("summary")))
                        .append("</td></tr>\n");
            }
        }
        page.append("</table></nav>\n");
    }

    private static List<String> methods(Node path) {
        return path.names().stream().filter(name -> !name.equals("parameters")).toList();
    }

    private static String name(String method, String path) {
        return PageText.escaped(method.toUpperCase(Locale.ROOT) + " " + path);
    }

    private void operation(String path, String method, Node operation) {
        page.append("<section id=\"")
                .append(PageText.escaped(operation.text("operationId")))
                .append("\">\n<h2><code>")
                .append(name(method, path))
                .append("</code></h2>\n<p><strong>")
                .append(PageText.marked(operation.text("summary")))
                .append("</strong></p>\n");
        if (operation.get("description").isThere()) {
            page.append("<p>")
                    .append(PageText.marked(operation.text("description")))
                    .append("</p>\n");
        }
        List<String> keys = operation.get("x-keys").texts();
        page.append("<p>Key: ")
                .append(keys.isEmpty() ? "none" : PageText.escaped(String.join(", ", keys)))
                .append("</p>\n");
        Node content = operation.get("requestBody").get("content");
        for (String type : content.names()) {
            body(type, content.get(type));
            for (String example : content.get(type).get("examples").names()) {
                Node one = content.get(type).get("examples").get(example);
                page.append("<p>").append(PageText.marked(one.text("summary"))).append(":</p>\n");
                command(CurlCommand.of(method, path, type, keys, one));
            }
        }
        if (method.equals("get") && !path.contains("{")) {
            command(CurlCommand.of(method, path, "", keys, operation.get("x-none")));
        }
        answers(operation.get("responses"));
        page.append("</section>\n");
    }

    private void body(String type, Node content) {
        String schema = content.get("schema").reference("anyOf");
        page.append("<h3><code>").append(PageText.escaped(type)).append("</code></h3>\n");
        if (!schema.isEmpty()) {
            page.append("<p>One ").append(link(schema)).append(", or an array of them.</p>\n");
        }
    }

    private void command(String command) {
        page.append("<pre class=\"curl\"><code>")
                .append(PageText.escaped(command))
                .append("</code></pre>\n");
    }

    private void answers(Node responses) {
        page.append("<table><tr><th>Status</th><th>When</th><th>Headers</th><th>Body</th></tr>\n");
        for (String status : responses.names()) {
            Node response = responses.get(status);
            Node content = response.get("content");
            page.append("<tr><td>")
                    .append(PageText.escaped(status))
                    .append("</td><td>")
                    .append(PageText.marked(response.text("description")))
                    .append("</td><td>")
                    .append(response.get("headers").names().stream()
                            .map(header -> "<code>" + PageText.escaped(header) + "</code>")
                            .collect(Collectors.joining("<br>")))
                    .append("</td><td>")
                    .append(content.names().stream()
                            .map(type -> "<code>" + PageText.escaped(type) + "</code> "
                                    + link(content.get(type).reference("schema")))
                            .collect(Collectors.joining("<br>")))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static String link(String schema) {
        String name = PageText.escaped(schema);
        return schema.isEmpty() ? "" : "<a href=\"#schema-" + name + "\">" + name + "</a>";
    }

    private void schemas() {
        Node schemas = root.get("components").get("schemas");
        page.append("<section id=\"schemas\">\n<h2>What the bodies are made of</h2>\n");
        for (String name : schemas.names()) {
            Node schema = schemas.get(name);
            page.append("<h3 id=\"schema-")
                    .append(PageText.escaped(name))
                    .append("\">")
                    .append(PageText.escaped(name))
                    .append("</h3>\n<p>")
                    .append(SchemaWords.of(schema))
                    .append("</p>\n");
            Node members = schema.get("properties");
            if (members.isThere()) {
                members(schema, members);
            }
        }
        page.append("</section>\n");
    }

    private void members(Node schema, Node members) {
        List<String> required = schema.get("required").texts();
        page.append("<table><tr><th>Member</th><th></th><th>What it is</th></tr>\n");
        for (String member : members.names()) {
            String reference = members.reference(member);
            page.append("<tr><td><code>")
                    .append(PageText.escaped(member))
                    .append("</code></td><td>")
                    .append(required.contains(member) ? "required" : "")
                    .append("</td><td>")
                    .append(reference.isEmpty() ? SchemaWords.of(members.get(member)) : link(reference))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }
}
