package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ProblemDetails;

/**
 * What a client is told whose request does not become whole, on the connection that ends with it.
 */
final class IncompleteRequest {
  /** It did not come in time (RFC 9110 §15.5.9). */
  static final ProblemDetails LATE =
      ProblemDetails.of(
          408,
          "Your request did not come whole in time: send it again, without pauses"
              + " (limits.http.requestTimeout).");

  /** How it comes cannot be read (RFC 9112 §7.1): where the next one begins, nobody knows. */
  static final ProblemDetails MALFORMED =
      ProblemDetails.of(
          400,
          "The body of your request is not well-formed: a chunk begins with its size in hexadecimal"
              + " digits and ends with CRLF.");

  private IncompleteRequest() {}
}
