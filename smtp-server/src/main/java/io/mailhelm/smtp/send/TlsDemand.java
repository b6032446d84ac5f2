package io.mailhelm.smtp.send;

import io.mailhelm.dns.TlsAssociation;
import java.util.List;

/** The level of TLS that is required of a server. */
sealed interface TlsDemand {
  /** TLS if it can be had, whatever certificate is shown (RFC 7435). */
  record Opportunistic() implements TlsDemand {}

  /**
   * TLS, whatever certificate is shown: there are TLSA records, none of which can be used (RFC 7672
   * §2.2).
   */
  record Encrypted() implements TlsDemand {}

  /**
   * A certificate that leads to a root this machine trusts.
   *
   * @param names one of them must be in it
   * @param by the party that requires it
   */
  record Verified(List<String> names, String by) implements TlsDemand {}

  /**
   * A certificate that the domain's DNS vouches for (RFC 7672).
   *
   * @param names for usage 2; one of them must be in it
   */
  record Dane(List<TlsAssociation> associations, List<String> names) implements TlsDemand {}

  /** Whether nothing may be said in clear. */
  default boolean isTlsRequired() {
    return !(this instanceof Opportunistic);
  }
}
