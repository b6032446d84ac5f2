package io.mailhelm.smtp.queue;

import io.mailhelm.config.Provider;
import io.mailhelm.config.Server;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers which provider receives the mail of a destination, by the name of the server that was
 * found there last. Thread-safe.
 */
final class DestinationProviders {
  /** Destinations that are remembered, those used last. */
  private static final int REMEMBERED = 10_000;

  private final Map<String, String> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Takes note of a server of a destination, by the name that its MX record has. */
  synchronized void seen(String destination, String host) {
    if (!host.isEmpty()) {
      hosts.put(destination, host.toLowerCase(Locale.ROOT));
    }
  }

  /** The provider of a destination, by what is declared now; empty where it is not known. */
  synchronized Optional<Provider> of(Server server, String destination) {
    return Optional.ofNullable(hosts.get(destination))
        .flatMap(host -> all(server).filter(provider -> provider.has(host)).findFirst());
  }

  /** Those that are declared, and those that this version knows but for what is declared. */
  private static Stream<Provider> all(Server server) {
    List<Provider> declared = server.providers();
    return Stream.concat(
        declared.stream(),
        Provider.KNOWN.stream()
            .filter(known -> declared.stream().noneMatch(any -> any.name().equals(known.name()))));
  }
}
