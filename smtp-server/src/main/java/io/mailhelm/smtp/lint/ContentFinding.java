package io.mailhelm.smtp.lint;

import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.config.Surrogates;
import java.util.Collection;
import java.util.List;

/**
 * Something that a check found in a message.
 *
 * @param sentence what it is and what to do, for people
 * @param evidence where it shows: {@value #MOST_EVIDENCE} texts at most, of {@value #MOST_SHOWN}
 *     characters and an ellipsis, without control characters
 * @param points how much it takes from the score
 */
public record ContentFinding(Check check, String sentence, List<String> evidence, int points) {
  static final int MOST_EVIDENCE = 5;
  static final int MOST_SHOWN = 100;

  public ContentFinding {
    evidence = List.copyOf(evidence);
  }

  /** One whose evidence may be long, and is a stranger's. */
  static ContentFinding of(Check check, String sentence, Collection<String> evidence, int points) {
    return new ContentFinding(
        check,
        sentence,
        evidence.stream().limit(MOST_EVIDENCE).map(ContentFinding::shown).toList(),
        points);
  }

  private static String shown(String text) {
    var beginning = Surrogates.replaced(Surrogates.shortened(text, MOST_SHOWN));
    var shown = new StringBuilder(beginning.length());
    beginning.codePoints().map(ContentFinding::printable).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** A format character, such as one that turns the direction of text, would hide what it says. */
  private static int printable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '\ufffd';
      default -> point;
    };
  }
}
