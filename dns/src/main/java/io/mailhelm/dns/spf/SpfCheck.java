package io.mailhelm.dns.spf;

import java.net.InetAddress;

/**
 * Checks whether a client may send for a domain: {@code check_host()} (RFC 7208 §4). Thread-safe.
 */
@FunctionalInterface
public interface SpfCheck {
  /**
   * * Evaluates the record of a domain.
   *
   * @param client the address that the mail comes from
   * @param domain the domain whose record is evaluated
   * @param sender {@code local@domain} of MAIL FROM, or {@code postmaster@} and the EHLO name where
   *     that is empty (RFC 7208 §2.4); macros are expanded with it
   * @param helo the name in EHLO
   */
  SpfOutcome check(InetAddress client, String domain, String sender, String helo);
}
