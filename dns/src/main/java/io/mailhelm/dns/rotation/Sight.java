package io.mailhelm.dns.rotation;

import java.time.Duration;
import java.util.Objects;

/**
 * Whether the world sees the record of a key.
 *
 * @param everywhere whether every authoritative server and every configured resolver showed it, and
 *     nobody kept silent
 * @param negativeTtl how long others may believe a "no" they were told before (RFC 2308 §5)
 * @param obstacle who does not show it and what they said, for people; empty where all do
 */
public record Sight(boolean everywhere, Duration negativeTtl, String obstacle) {
  public Sight {
    Objects.requireNonNull(negativeTtl);
    Objects.requireNonNull(obstacle);
  }
}
