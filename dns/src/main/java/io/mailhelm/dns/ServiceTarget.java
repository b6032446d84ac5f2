package io.mailhelm.dns;

import java.util.Objects;

/**
 * An SRV record (RFC 2782).
 *
 * @param target lower case, without the last dot; empty for the root, which says that the service
 *     is not offered (RFC 6186 §3.4)
 */
public record ServiceTarget(int priority, int weight, int port, String target) {
  public ServiceTarget {
    Objects.requireNonNull(target);
  }
}
