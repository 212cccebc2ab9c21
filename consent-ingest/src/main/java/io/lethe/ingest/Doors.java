package io.lethe.ingest;

import io.lethe.ingest.contract.BannerDoor;
import io.lethe.ingest.contract.ContractDoor;
import io.lethe.ingest.page.BrowserScript;
import io.lethe.ingest.page.DemoPage;
import io.lethe.policy.Policy;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that can be asked for at this port, but for what every service answers. What is added here has to be in the document, and a test compares.
 *
 * @param processor empty where we are no processor of other controllers
 * @param contract made once, for all event loops
 * @param demoKey what the demo page writes with; empty where there is none
 */
record Doors(
        FrontDoor events,
        Optional<OpenDsrDoor> processor,
        Policy policy,
        InstantSource clock,
        ContractDoor contract,
        Optional<String> demoKey)
        implements Consumer<Router> {

    @Override
    public void accept(Router router) {
        events.accept(router);
        // Whatever anybody may read stands below this line.
        router.get().handler(events.doorkeeper()::admitReader);
        new BannerDoor(policy, clock).accept(router);
        processor.ifPresentOrElse(door -> door.accept(router), () -> OpenDsrDoor.absent(router));
        new BrowserScript().accept(router);
        contract.accept(router);
        demoKey.ifPresent(key -> new DemoPage(key).accept(router));
    }
}
