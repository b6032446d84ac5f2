package io.mailhelm.smtp.pod;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.live.MountedConfig.Reading;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.serve.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits for the first config that can run. A pod may start before its shards are there, and a set
 * that is incomplete or cannot run does not count.
 */
final class FirstConfig {
  private final PodVolumes volumes;
  private final Readiness readiness;
  private final Observer observer;
  private final Clock clock;
  private Optional<LiveConfig> found = Optional.empty();
  private String missing = "";

  FirstConfig(PodVolumes volumes, Readiness readiness, Observer observer, Clock clock) {
    this.volumes = volumes;
    this.readiness = readiness;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Returns once there is a config, a token and keys for the APIs.
   *
   * @return empty when the watch was closed before
   */
  Optional<LiveConfig> await(Duration look) throws InterruptedException {
    do {
      volumes.token().look();
      volumes.keys().look();
      volumes.config().look().ifPresent(this::consider);
      var problem = found.isPresent() ? volumes.problem() : missing;
      if (problem.isEmpty()) {
        return found;
      }
      readiness.is(() -> "waiting for what is to be served: " + problem);
    } while (volumes.watch().await(look));
    return Optional.empty();
  }

  private void consider(Reading reading) {
    switch (reading) {
      case Reading.Complete(var config) -> take(config);
      case Reading.Incomplete(var hash, var what) -> missing = what;
      case Reading.Unreadable(var hash, var refusal) -> reject(hash, refusal);
    }
  }

  private void take(ServerConfig config) {
    try {
      found = Optional.of(new LiveConfig(config, List.of(), clock, observer));
    } catch (IllegalArgumentException e) {
      reject(ConfigDocument.of(config).hash(), e.getMessage());
    }
  }

  private void reject(String hash, String refusal) {
    missing = refusal;
    observer.on(new Event.ConfigRejected(hash, refusal));
  }
}
