package io.mailhelm.smtp.bounce;

import java.util.Set;

/**
 * Which enhanced status codes (RFC 3463, RFC 7505) say that an address will never take mail, so
 * that mailing it again only harms the sender's name:
 *
 * <ul>
 *   <li>5.1.1: no such mailbox
 *   <li>5.1.3: no address at all
 *   <li>5.1.6: moved, without a forwarding address
 *   <li>5.1.10: the domain says that it takes no mail (null MX)
 *   <li>5.2.1: the mailbox is disabled
 * </ul>
 *
 * Not 5.1.2 (no such domain): a broken zone says so of all its addresses, and is mended. Not 5.2.2
 * (full), 5.3.4 (too large), 5.7.x (policy): those are about this moment, this message or this
 * server. Nothing temporary.
 */
public final class HardBounce {
  private static final Set<String> CODES = Set.of("5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.2.1");

  private HardBounce() {}

  /** Whether {@code status} is one of those. */
  public static boolean is(String status) {
    return CODES.contains(status);
  }
}
