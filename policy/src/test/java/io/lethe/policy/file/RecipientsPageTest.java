package io.lethe.policy.file;

import static io.lethe.policy.file.PolicyDraft.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.RecipientSystem;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import io.lethe.policy.yaml.PolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What owners of recipient systems are shown is read as they will write it. */
class RecipientsPageTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(dispatch:.*?)```", Pattern.DOTALL);

    @Test
    void every_example_of_a_dispatch_can_be_read() throws IOException, PolicyException {
        String page = Files.readString(Path.of("../docs/recipients.md"));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(found -> found.group(1)).toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
        for (String example : examples) {
            String indented = example.indent(6).stripTrailing();
            RecipientSystem system = aPolicy()
                    .with("identifiers: [email, visitorId]", "identifiers: [email, customerId, visitorId]")
                    .with("region: FR", "region: FR\n" + indented)
                    .read()
                    .connectedRecipients()
                    .getFirst();
            assertThat(system.dispatch()).isInstanceOfAny(HttpTemplate.class, OpenDsrProcessor.class);
        }
    }
}
