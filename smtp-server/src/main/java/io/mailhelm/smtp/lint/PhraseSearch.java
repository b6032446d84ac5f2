package io.mailhelm.smtp.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds whole words, and phrases of several, in text that comes character by character. A phrase in
 * capitals is found in capitals only, any other in upper and lower case; between its words there
 * may be any space. Its work is the text's length times the words of the longest phrase, its memory
 * does not grow. One thread's.
 */
final class PhraseSearch {
  /** Characters of a word: a longer one is none that is looked for. */
  private static final int LONGEST = 64;

  private final Step exact = new Step();
  private final Step folded = new Step();
  private final Set<String> found = new LinkedHashSet<>();
  private final StringBuilder word = new StringBuilder(LONGEST);
  private boolean tooLong;
  private List<Step> exactBegun = List.of();
  private List<Step> foldedBegun = List.of();

  /** What may come after the words so far, and the phrase that they are. */
  private static final class Step {
    private final Map<String, Step> next = new HashMap<>(2);
    private Optional<String> phrase = Optional.empty();
  }

  PhraseSearch(List<String> phrases) {
    for (var phrase : phrases) {
      boolean inCapitals =
          phrase.equals(phrase.toUpperCase(Locale.ROOT))
              && !phrase.equals(phrase.toLowerCase(Locale.ROOT));
      var at = inCapitals ? exact : folded;
      for (var each : words(inCapitals ? phrase : phrase.toLowerCase(Locale.ROOT))) {
        at = at.next.computeIfAbsent(each, _ -> new Step());
      }
      at.phrase = Optional.of(phrase);
    }
  }

  /** Runs of letters and digits; any other character that is no space is a word of its own. */
  private static List<String> words(String phrase) {
    var words = new ArrayList<String>();
    var run = new StringBuilder();
    for (char c : (phrase + ' ').toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        run.append(c);
        continue;
      }
      if (!run.isEmpty()) {
        words.add(run.toString());
        run.setLength(0);
      }
      if (!isSpace(c)) {
        words.add(String.valueOf(c));
      }
    }
    return words;
  }

  /** The next character of the text. */
  void take(char c) {
    if (Character.isLetterOrDigit(c)) {
      tooLong |= word.length() == LONGEST;
      if (!tooLong) {
        word.append(c);
      }
      return;
    }
    if (!word.isEmpty()) {
      step(tooLong ? "" : word.toString());
      word.setLength(0);
      tooLong = false;
    }
    if (!isSpace(c)) {
      step(String.valueOf(c));
    }
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private void step(String next) {
    exactBegun = step(exact, exactBegun, next);
    foldedBegun = step(folded, foldedBegun, next.toLowerCase(Locale.ROOT));
  }

  private List<Step> step(Step first, List<Step> begun, String next) {
    if (begun.isEmpty() && !first.next.containsKey(next)) {
      return begun;
    }
    var further = new ArrayList<Step>(begun.size() + 1);
    for (var step : begun) {
      follow(step, next, further);
    }
    follow(first, next, further);
    return further;
  }

  private void follow(Step step, String next, List<Step> further) {
    var after = step.next.get(next);
    if (after != null) {
      after.phrase.ifPresent(found::add);
      further.add(after);
    }
  }

  /** The phrases that were found, in the order of the text. */
  Set<String> found() {
    return found;
  }
}
