package io.mailhelm.smtp.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request that is refused or has failed, as the client is told: problem+json (RFC 9457). */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ProblemDetails details;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param retryAfter how long to wait before the request may succeed (RFC 9110 §10.2.3)
   */
  public ApiException(ProblemDetails details, Optional<Duration> retryAfter) {
    // A refusal is an answer, not a fault: nobody reads its stack trace.
    super(details.detail(), null, false, false);
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** 400: the request is not well-formed. */
  public static ApiException badRequest(String sentence) {
    return of(400, sentence);
  }

  /** 403: the caller is not allowed to do this. */
  public static ApiException forbidden(String sentence) {
    return of(403, sentence);
  }

  /** 404: the resource does not exist, or is not the caller's. */
  public static ApiException notFound(String sentence) {
    return of(404, sentence);
  }

  /** 422: the field has a value that cannot be used. */
  public static ApiException unprocessable(String field, String sentence) {
    return new ApiException(ProblemDetails.of(422, sentence).at(field), Optional.empty());
  }

  /** Any other status. */
  public static ApiException of(int status, String sentence) {
    return new ApiException(ProblemDetails.of(status, sentence), Optional.empty());
  }

  /** 422: the compiler refuses the declaration. */
  public static ApiException refused(String field, List<String> problems) {
    return new ApiException(
        ProblemDetails.of(422, String.join("; ", problems)).at(field).because(problems),
        Optional.empty());
  }

  /** The body of the answer. */
  public ProblemDetails details() {
    return details;
  }

  /** How long to wait, where waiting may help. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
