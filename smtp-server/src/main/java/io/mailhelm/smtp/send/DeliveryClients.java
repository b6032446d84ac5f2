package io.mailhelm.smtp.send;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;

/** Makes delivery clients. */
public interface DeliveryClients {
  /**
   * A delivery client that is not connected yet.
   *
   * @param tls the least that is asked of servers found by MX; a smarthost's own level stands in
   *     its {@link Hop}
   */
  DeliveryClient to(Hop hop, TlsLevel tls);
}
