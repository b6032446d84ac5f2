package io.mailhelm.operator.dkimrotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.operator.rounds.Crowd;
import io.mailhelm.operator.rounds.Watches;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Drives the generated keys of all MailDomains. Where each key is in its life is in the Secret, so
 * this may die at any moment; a Secret is written only as it was read. Any thread.
 */
public final class KeyRotations implements AutoCloseable {
  private static final int AT_ONCE = 16;

  private final Watches<HeldKeys, Turning> turnings;

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
    var hands =
        new Turning.Hands(
            client, observers, new Crowd(AT_ONCE), new KeyAges(registry, clock), clock);
    this.turnings =
        new Watches<>(
            (host, name, keys) ->
                new Turning(
                    new ResourceID(name, host.getNamespace().orElseThrow()),
                    keys,
                    hands,
                    () -> bell.accept(host)));
  }

  /**
   * The keys of what lives on a server now; others are not driven any more.
   *
   * @param held by {@code metadata.name} of the MailDomain
   */
  public void watch(ResourceID host, Map<String, HeldKeys> held) {
    turnings.keep(host, held);
  }

  /**
   * When keys of a MailDomain change next by themselves; empty: nobody can tell.
   *
   * @param name its {@code metadata.name}
   */
  public Optional<Instant> nextTransition(ResourceID host, String name) {
    return turnings.of(host, name).flatMap(Turning::nextTransition);
  }

  /**
   * Who does not show the record of a pending key of a MailDomain, and what they said, by selector.
   *
   * @param name its {@code metadata.name}
   */
  public Map<String, String> unseen(ResourceID host, String name) {
    return turnings.of(host, name).map(Turning::unseen).orElse(Map.of());
  }

  /** No key of what lives there is driven any more. */
  public void forget(ResourceID host) {
    turnings.forget(host);
  }

  /** No key is driven any more. */
  @Override
  public void close() {
    turnings.close();
  }
}
