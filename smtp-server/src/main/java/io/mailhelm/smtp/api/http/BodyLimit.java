package io.mailhelm.smtp.api.http;

import io.mailhelm.config.Limits;

/** How large the body of a request may be, given how large a message may be. */
final class BodyLimit {
  /** Whatever is not an attachment: addresses, header fields, JSON's own characters. */
  private static final long OVERHEAD = 1L << 20;

  private BodyLimit() {}

  /** Octets: attachments come in base64, four characters for three octets (RFC 4648 §4). */
  static long of(Limits limits) {
    return Math.ceilDiv(limits.messageSize(), 3) * 4 + OVERHEAD;
  }
}
