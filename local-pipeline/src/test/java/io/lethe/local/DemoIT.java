package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.demo.Demo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DemoIT {

    @Test
    void everything_the_demo_tells_is_so() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        boolean holds = new Demo(new PrintStream(told, true, StandardCharsets.UTF_8)).run();

        String story = told.toString(StandardCharsets.UTF_8);
        assertThat(holds).as(story).isTrue();
        assertThat(story).contains("CERTIFICATES", "asked to be forgotten").doesNotContain("✗");
    }
}
