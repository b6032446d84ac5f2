package io.mailhelm.dns;

import java.util.Objects;

/**
 * A CAA record (RFC 8659 §4.1).
 *
 * @param critical whether an issuer that does not know the tag must not issue
 * @param tag such as {@code issue}, in lower case
 * @param value as it was published
 */
public record IssuerRight(boolean critical, String tag, String value) {
  public IssuerRight {
    Objects.requireNonNull(tag);
    Objects.requireNonNull(value);
  }
}
