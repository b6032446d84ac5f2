package io.mailhelm.operator.dnsreport;

import io.mailhelm.dns.inspect.Inspector;
import java.util.List;

/** Who looks, by whom is asked. Thread-safe. */
@FunctionalInterface
public interface Inspectors {
  /**
   * @param resolvers name servers as {@code address} or {@code address:port}; empty: the machine's
   */
  Inspector of(List<String> resolvers);
}
