package io.mailhelm.dns.spf;

import io.mailhelm.config.DomainName;

/**
 * The sender of one check: local part, domain and the name in EHLO.
 *
 * @param local never empty
 * @param domain A-labels
 * @param helo as the client said it
 */
record CheckedSender(String local, String domain, String helo) {
  private static final String POSTMASTER = "postmaster"; // RFC 7208 §4.3

  static CheckedSender of(String address, String helo) {
    int at = address.lastIndexOf('@');
    var local = at <= 0 ? POSTMASTER : address.substring(0, at);
    return new CheckedSender(local, ascii(address.substring(at + 1)), helo);
  }

  /** The domain in A-labels (RFC 8616 §4); a text that is no domain stays as it is. */
  static String ascii(String domain) {
    var name = QueriedNames.withoutDot(domain);
    if (SpfCharacters.isPlain(name)) {
      return name;
    }
    try {
      return DomainName.of(name).ascii();
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
