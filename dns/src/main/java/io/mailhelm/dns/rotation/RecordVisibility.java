package io.mailhelm.dns.rotation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Whether all servers that were asked show the record of a key.
 *
 * @param everywhere whether every authoritative server and every configured resolver showed it, and
 *     none failed to answer
 * @param negativeTtl how long others may have cached an earlier negative answer (RFC 2308 §5)
 * @param obstacle who does not show it and what they answered, for people; empty where all do
 */
public record RecordVisibility(boolean everywhere, Duration negativeTtl, String obstacle) {
  public RecordVisibility {
    Objects.requireNonNull(negativeTtl);
    Objects.requireNonNull(obstacle);
  }

  /** The obstacles of those that are not seen, by selector. */
  public static Map<String, String> obstacles(Map<String, RecordVisibility> sights) {
    return sights.entrySet().stream()
        .filter(sight -> !sight.getValue().everywhere())
        .collect(Collectors.toMap(Map.Entry::getKey, sight -> sight.getValue().obstacle()));
  }
}
