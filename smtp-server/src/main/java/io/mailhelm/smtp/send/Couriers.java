package io.mailhelm.smtp.send;

import io.mailhelm.config.TlsLevel;

/** Makes couriers. */
public interface Couriers {
  /**
   * A courier that is not connected yet.
   *
   * @param tls the least that is asked of servers found by MX; a smarthost's own level stands in
   *     its {@link Hop}
   */
  Courier to(Hop hop, TlsLevel tls);
}
