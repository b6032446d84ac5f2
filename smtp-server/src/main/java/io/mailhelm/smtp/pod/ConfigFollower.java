package io.mailhelm.smtp.pod;

import io.mailhelm.smtp.api.ApiKeys;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.live.MountedConfig.Reading;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Offers a running server each config that appears in the mounted volume. One thread. */
final class ConfigFollower {
  private final PodVolumes volumes;
  private final LiveConfig live;
  private final ApiKeys keys;
  private final Observer observer;

  /** What is not there yet; told when it still is not at the next look. */
  private Optional<String> missing = Optional.empty();

  ConfigFollower(PodVolumes volumes, LiveConfig live, ApiKeys keys, Observer observer) {
    this.volumes = volumes;
    this.live = live;
    this.keys = keys;
    this.observer = observer;
  }

  /**
   * Follows until the watch is closed.
   *
   * @param look so often at least, and as often what could not be carried out is tried again
   */
  void follow(Duration look) throws InterruptedException {
    do {
      try {
        step();
      } catch (RuntimeException e) {
        observer.on(new Event.Failed("config", e));
      }
    } while (volumes.watch().await(look));
  }

  private void step() {
    if (volumes.token().look()) {
      tell("token", volumes.token().problem());
    }
    if (volumes.keys().look()) {
      tell("api-tls", volumes.keys().problem());
      volumes.keys().value().ifPresent(keys::replace);
    }
    var reading = volumes.config().look();
    if (reading.isPresent()) {
      missing = Optional.empty();
      take(reading.get());
    } else {
      missing.ifPresent(what -> tell("config", what));
      missing = Optional.empty();
      live.settle();
    }
  }

  private void take(Reading reading) {
    switch (reading) {
      case Reading.Complete(var config) -> live.offer(config, List.of());
      case Reading.Unreadable(var hash, var refusal) -> live.refuse(hash, refusal);
      case Reading.Incomplete(var hash, var what) -> {
        missing = Optional.of(what);
        live.await(hash, what);
      }
    }
  }

  private void tell(String volume, String problem) {
    if (!problem.isEmpty()) {
      observer.on(
          new Event.Logged("WARN", volume, problem + "; what runs goes on", Optional.empty()));
    }
  }
}
