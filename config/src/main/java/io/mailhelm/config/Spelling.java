package io.mailhelm.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a person may have meant. */
public final class Spelling {
  /** Work grows with the square of it. */
  private static final int LONGEST = 64;

  private Spelling() {}

  /**
   * The known word nearest to {@code word}: at most a third of it (and at least one letter) added,
   * removed, exchanged or swapped, or else one that begins with it. Case does not count.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(
            candidate ->
                distance(word, candidate) <= Math.max(1, word.length() / 3)
                    || (word.length() > 2 && candidate.startsWith(word)))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A hint {@code "; did you mean 'x'?"}, or an empty text. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map("; did you mean '%s'?"::formatted).orElse("");
  }

  /** The optimal string alignment distance, ignoring case. */
  private static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    var cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
