package io.mailhelm.config;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads IP addresses that a peer has written: in full, without a zone, and never as a name. An IPv4
 * address in its IPv6 form ({@code ::ffff:192.0.2.1}, RFC 4291 §2.5.5.2) is that IPv4 address, so
 * that a host is counted, trusted and refused in the same way whichever socket it used.
 */
public final class IpLiteral {
  private static final Pattern FOUR_PARTS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private IpLiteral() {}

  /**
   * An address such as {@code 192.0.2.1}; {@code 127.1}, which Java accepts as well, is refused.
   */
  public static Optional<InetAddress> v4(String text) {
    return FOUR_PARTS.matcher(text).matches() ? read(text) : Optional.empty();
  }

  /** An address such as {@code 2001:db8::1}, without brackets or a zone. */
  public static Optional<InetAddress> v6(String text) {
    return V6.matcher(text).matches() ? read(text) : Optional.empty();
  }

  private static Optional<InetAddress> read(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
