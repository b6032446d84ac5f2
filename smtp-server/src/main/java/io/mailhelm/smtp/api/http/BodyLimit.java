package io.mailhelm.smtp.api.http;

import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.api.ApiException;
import java.util.Set;

/** Says how large the body of a request may be, and how much memory to draw before it is read. */
final class BodyLimit {
  /** Whatever is not an attachment: addresses, header fields, JSON's own characters. */
  private static final long OVERHEAD = 1L << 20;

  /** What a body that is no message may have. */
  static final long SMALL = 1L << 20;

  /** A value of JSON, of four characters with its comma, may become so many octets of objects. */
  private static final long OCTETS_A_TOKEN = 56;

  /** Where messages come in. */
  private static final Set<String> MESSAGES = Set.of("/api/email/send", "/api/email/lint");

  private BodyLimit() {}

  /** Octets of a body at this path. */
  static long of(String path, ServerLimits limits) {
    return MESSAGES.contains(path) ? of(limits) : Math.min(SMALL, of(limits));
  }

  /**
   * Looks at the length of a body, or of what has come of it.
   *
   * @throws ApiException 413 when it is more than one may have at this path
   */
  static void check(long octets, String path, ServerLimits limits) {
    long most = of(path, limits);
    if (octets > most) {
      throw ApiException.of(413, "A body has at most " + most + " bytes here.");
    }
  }

  /** Octets of memory to draw for a body of this length before it is read. */
  static long memory(long length) {
    return length + Math.min(length / 4, Json.MOST_TOKENS) * OCTETS_A_TOKEN;
  }

  /** Octets: attachments come in base64, four characters for three octets (RFC 4648 §4). */
  static long of(ServerLimits limits) {
    return Math.ceilDiv(limits.messageSize(), 3) * 4 + OVERHEAD;
  }
}
