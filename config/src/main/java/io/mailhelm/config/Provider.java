package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A company that receives mail for many domains, recognised by the names of their MX ({@code
 * spec.server.providers[]}).
 *
 * @param name such as {@code google}
 * @param mx domains, in A-label form: an MX of this name or of one below it is the provider's
 * @param connections the most connections at once to one destination there; empty: the policy's
 * @param messagesPerMinute the most messages to one destination there; empty: the policy's
 */
public record Provider(
    String name,
    List<String> mx,
    Optional<Integer> connections,
    Optional<Integer> messagesPerMinute) {
  /** Those that this version knows; a declared one of the same name takes the place of one. */
  public static final List<Provider> KNOWN =
      List.of(
          known("apple", "icloud.com"),
          known("google", "google.com", "googlemail.com"),
          known("microsoft", "outlook.com", "mx.microsoft", "hotmail.com"),
          known("yahoo", "yahoodns.net"));

  public Provider {
    Objects.requireNonNull(name);
    mx = List.copyOf(mx);
    if (connections.filter(count -> count < 1).isPresent()
        || messagesPerMinute.filter(count -> count < 1).isPresent()) {
      throw new IllegalArgumentException("a provider's limits are more than 0");
    }
  }

  private static Provider known(String name, String... mx) {
    return new Provider(name, List.of(mx), Optional.empty(), Optional.empty());
  }

  /** Whether a host of this name, in A-label form, is the provider's. */
  public boolean has(String host) {
    return mx.stream().anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
  }
}
