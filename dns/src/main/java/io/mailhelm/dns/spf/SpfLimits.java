package io.mailhelm.dns.spf;

/**
 * Counts the look-ups of one check, and ends it where there are too many (RFC 7208 §4.6.4). For one
 * check.
 */
final class SpfLimits {
  /** Terms that need a look-up. */
  static final int MAX_LOOKUPS = 10;

  /** Mail exchanges of one {@code mx}, and names of the client. */
  static final int MAX_NAMES = 10;

  /** Terms that find nothing (void look-ups). */
  static final int MAX_VOID = 2;

  private int lookups;
  private int voids;

  int lookups() {
    return lookups;
  }

  /** Called before the look-up, so that it is not made where it is one too many. */
  void lookUp() throws SpfErrorException {
    if (lookups == MAX_LOOKUPS) {
      throw SpfErrorException.lasting(
          "the record asks for more than %d look-ups (include, a, mx, ptr, exists and redirect, those of included records too): remove some, or write addresses instead"
              .formatted(MAX_LOOKUPS));
    }
    lookups++;
  }

  /** Counts a term that found nothing. */
  void foundNothing() throws SpfErrorException {
    if (++voids > MAX_VOID) {
      throw SpfErrorException.lasting(
          "more than %d terms of the record ask for names that are not there: remove them"
              .formatted(MAX_VOID));
    }
  }
}
