package io.mailhelm.dns.spf;

/** Ends a whole check with an error, however deep in includes it is (RFC 7208 §5.2). */
final class SpfErrorException extends Exception {
  private static final long serialVersionUID = 1L;
  private final SpfResult result;

  private SpfErrorException(SpfResult result, String problem) {
    super(problem);
    this.result = result;
  }

  /** A permanent error: the record must be repaired. */
  static SpfErrorException lasting(String problem) {
    return new SpfErrorException(SpfResult.PermError, problem);
  }

  /** A temporary error: it may be known later. */
  static SpfErrorException passing(String reason) {
    return new SpfErrorException(SpfResult.TempError, reason);
  }

  SpfResult result() {
    return result;
  }
}
