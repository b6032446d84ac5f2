package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainName;
import java.util.Collection;
import java.util.Map;

/** Asks who sees the records of keys. Thread-safe. */
@FunctionalInterface
public interface VisibilityCheck {
  /**
   * Asks every authoritative server and every configured resolver, past all caches of our own. It
   * never throws for what the network does: silence is not seeing.
   *
   * @return by selector, one for each key
   */
  Map<String, RecordVisibility> of(DomainName domain, Collection<DkimKey> keys);
}
