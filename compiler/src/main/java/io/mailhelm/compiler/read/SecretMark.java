package io.mailhelm.compiler.read;

import io.mailhelm.crds.SecretUse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the metadata of a Secret says it may be used for.
 *
 * @param use the one use
 * @param hosts the relays that may be logged in to with it, in lower case; empty: any
 */
public record SecretMark(SecretUse use, List<String> hosts) {
  /** The annotation that names the relays, separated by commas. */
  public static final String HOSTS = "mailhelm.io/hosts";

  public SecretMark {
    Objects.requireNonNull(use);
    hosts = List.copyOf(hosts);
  }

  /** For any host. */
  public SecretMark(SecretUse use) {
    this(use, List.of());
  }

  /**
   * What labels and annotations say; empty: the Secret is marked for nothing.
   *
   * @param labels null where there are none
   * @param annotations null where there are none
   */
  public static Optional<SecretMark> of(
      Map<String, String> labels, Map<String, String> annotations) {
    var hosts = Objects.requireNonNullElse(annotations, Map.<String, String>of()).get(HOSTS);
    return Optional.ofNullable(labels)
        .map(all -> all.get(SecretUse.LABEL))
        .flatMap(SecretUse::of)
        .map(use -> new SecretMark(use, hosts == null ? List.of() : split(hosts)));
  }

  /** An annotation that names nobody is a slip: it must not come to mean anybody. */
  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Whether this login may be sent to that relay. */
  public boolean allows(String host) {
    return hosts.isEmpty() || hosts.contains(host.toLowerCase(Locale.ROOT));
  }
}
