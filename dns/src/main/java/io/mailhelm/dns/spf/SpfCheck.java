package io.mailhelm.dns.spf;

import java.net.InetAddress;

/** Asks whether a client may send for a domain: {@code check_host()} (RFC 7208 §4). Thread-safe. */
@FunctionalInterface
public interface SpfCheck {
  /**
   * Evaluates.
   *
   * @param client where the mail comes from
   * @param domain whose record is asked
   * @param sender {@code local@domain} of MAIL FROM, or {@code postmaster@} and the EHLO name where
   *     that is empty (RFC 7208 §2.4); it is what macros mean
   * @param helo the name in EHLO
   */
  SpfOutcome check(InetAddress client, String domain, String sender, String helo);
}
