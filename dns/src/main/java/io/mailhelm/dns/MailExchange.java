package io.mailhelm.dns;

import java.util.Objects;

/**
 * An MX record (RFC 1035 §3.3.9).
 *
 * @param preference the lower is tried first
 * @param host lower case, without the last dot; empty for the root, which says that the domain
 *     takes no mail (RFC 7505)
 */
public record MailExchange(int preference, String host) {
  public MailExchange {
    Objects.requireNonNull(host);
  }
}
