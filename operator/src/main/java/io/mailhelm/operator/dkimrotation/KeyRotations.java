package io.mailhelm.operator.dkimrotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.operator.rounds.Crowd;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Drives the generated keys of all MailDomains. Where each key is in its life is in the Secret, so
 * this may die at any moment; a Secret is written only as it was read. Any thread.
 */
public final class KeyRotations implements AutoCloseable {
  private static final int AT_ONCE = 16;

  private final Turning.Hands hands;
  private final Consumer<ResourceID> bell;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ResourceID, Map<String, Turning>> byHost = new HashMap<>();

  /**
   * @param bell told of a MailDomain with servers when a key of a domain that lives on them changes
   *     at another time than was known
   */
  public KeyRotations(
      KubernetesClient client,
      Observers observers,
      Consumer<ResourceID> bell,
      MeterRegistry registry,
      Clock clock) {
    this.hands =
        new Turning.Hands(
            client, observers, new Crowd(AT_ONCE), new KeyAges(registry, clock), clock);
    this.bell = bell;
  }

  /**
   * The keys of what lives on a server now; others are not driven any more.
   *
   * @param held by {@code metadata.name} of the MailDomain
   */
  public void watch(ResourceID host, Map<String, HeldKeys> held) {
    lock.lock();
    try {
      var turnings = byHost.computeIfAbsent(host, any -> new HashMap<>());
      turnings
          .entrySet()
          .removeIf(
              turning -> {
                if (held.containsKey(turning.getKey())) {
                  return false;
                }
                turning.getValue().close();
                return true;
              });
      held.forEach(
          (name, keys) -> {
            var there = turnings.get(name);
            if (there == null) {
              var domain = new ResourceID(name, host.getNamespace().orElseThrow());
              turnings.put(name, new Turning(domain, keys, hands, () -> bell.accept(host)));
            } else {
              there.about(keys);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  /**
   * When keys of a MailDomain change next by themselves; empty: nobody can tell.
   *
   * @param name its {@code metadata.name}
   */
  public Optional<Instant> nextTransition(ResourceID host, String name) {
    lock.lock();
    try {
      return Optional.ofNullable(byHost.getOrDefault(host, Map.of()).get(name))
          .flatMap(Turning::nextTransition);
    } finally {
      lock.unlock();
    }
  }

  /** No key of what lives there is driven any more. */
  public void forget(ResourceID host) {
    watch(host, Map.of());
  }

  /** No key is driven any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      byHost.values().forEach(turnings -> turnings.values().forEach(Turning::close));
      byHost.clear();
    } finally {
      lock.unlock();
    }
  }
}
