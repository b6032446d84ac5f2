package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainName;
import java.util.Collection;
import java.util.Map;

/** Checks whether the records of keys are seen everywhere. Thread-safe. */
@FunctionalInterface
public interface VisibilityCheck {
  /**
   * Asks every authoritative server and every configured resolver, without any cache of our own. It
   * never throws for what the network does: a server that does not answer counts as not showing the
   * record.
   *
   * @return by selector, one for each key
   */
  Map<String, RecordVisibility> of(DomainName domain, Collection<DkimKey> keys);
}
