package io.lethe.consent.filter;

import io.lethe.policy.Policy;
import io.lethe.schemas.topics.ForgettingWindow;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** The application of the README: who opened which mail, for HubSpot, as far as the readers agree. */
final class OpenedMails {

    private OpenedMails() {}

    // example:begin
    static Topology topology(Policy policy, Map<String, ?> registry, Consumer<DropReason> dropped) {
        StreamsBuilder builder = new StreamsBuilder();
        ConsentFilter consents = ConsentFilter.reading(builder, policy, registry, ForgettingWindow.DEFAULT);
        KStream<String, String> opened = builder.stream(
                "opened-mails", Consumed.with(Serdes.String(), Serdes.String()).withName("read-opened-mails"));
        consents.forPurpose("newsletters")
                .andRecipient("hubspot")
                .filter(opened, Named.as("filter-by-consent"), dropped)
                .to(
                        "opened-mails-for-hubspot",
                        Produced.with(Serdes.String(), Serdes.String()).withName("publish-for-hubspot"));
        return builder.build();
    }
    // example:end
}
