package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Ascii;
import java.util.Locale;
import java.util.Optional;

/**
 * Folds the case of text for comparisons. SQLite itself folds ASCII only, so only other text needs
 * a column for its folded form.
 */
final class CaseFolding {
  private CaseFolding() {}

  /** The folded form where SQLite's {@code lower()} would not give it. */
  static Optional<String> column(String text) {
    return Ascii.isAscii(text) ? Optional.empty() : Optional.of(fold(text));
  }

  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
