package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Names new keys (RFC 6376 §3.1). */
final class Selectors {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

  private Selectors() {}

  /**
   * A selector that none of the keys has: {@code rsa2048} for the first of its kind, then {@code
   * rsa2048-20261123}, with a letter added for more on one day.
   */
  static String next(DkimKey.Algorithm algorithm, Collection<DkimLedger.Key> keys, Instant now) {
    var stem = algorithm.selector();
    var dated = stem + "-" + DAY.format(now);
    var first =
        keys.stream().anyMatch(key -> key.algorithm() == algorithm)
            ? Stream.<String>of()
            : Stream.of(stem);
    var lettered =
        IntStream.rangeClosed('b', 'z').mapToObj(letter -> dated + (char) letter); // > MAX_KEYS
    var taken = keys.stream().map(DkimLedger.Key::selector).collect(Collectors.toSet());
    return Stream.of(first, Stream.of(dated), lettered)
        .flatMap(names -> names)
        .filter(name -> !taken.contains(name))
        .findFirst()
        .orElseThrow();
  }
}
