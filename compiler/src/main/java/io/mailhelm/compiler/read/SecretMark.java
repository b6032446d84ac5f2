package io.mailhelm.compiler.read;

import io.mailhelm.crds.SecretUse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a Secret may be used for, by its metadata.
 *
 * @param use its one use
 * @param hosts the relays at which it may be used to log in, in lower case; empty: any
 */
public record SecretMark(SecretUse use, List<String> hosts) {
  /** The annotation that names the relays, separated by commas. */
  public static final String HOSTS = "mailhelm.io/hosts";

  public SecretMark {
    Objects.requireNonNull(use);
    hosts = List.copyOf(hosts);
  }

  /** A mark for any host. */
  public SecretMark(SecretUse use) {
    this(use, List.of());
  }

  /**
   * Reads the mark from labels and annotations; empty: the Secret is not marked.
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

  /**
   * Splits the list of hosts. An annotation that names none is a mistake, and must not come to mean
   * any host.
   */
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
