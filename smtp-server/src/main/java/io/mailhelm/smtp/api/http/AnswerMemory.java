package io.mailhelm.smtp.api.http;

/** Computes the memory to draw for answers that no resource of ours makes. */
final class AnswerMemory {
  /** The description of the APIs: one text, which every connection is given a copy of. */
  static final long DOCUMENT = 512 << 10;

  private static final String DESCRIPTION = "/openapi";

  private AnswerMemory() {}

  /**
   * Octets to draw for the answer to a request at this path; resources draw for theirs when they
   * know how large it is.
   */
  static long of(String path) {
    return path.equals(DESCRIPTION) || path.startsWith(DESCRIPTION + "/") ? DOCUMENT : 0;
  }
}
