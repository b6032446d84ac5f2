package io.mailhelm.smtp.store.sqlite;

import java.nio.charset.StandardCharsets;

/** Computes how many octets texts take in the database. */
final class TextOctets {
  private TextOctets() {}

  /** Octets of texts, together. */
  static long of(String... texts) {
    long octets = 0;
    for (var text : texts) {
      octets += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return octets;
  }

  /** The same of a text that has a {@link CaseFolding} column beside it. */
  static long withFolded(String text) {
    return of(text) + CaseFolding.column(text).map(TextOctets::of).orElse(0L);
  }
}
