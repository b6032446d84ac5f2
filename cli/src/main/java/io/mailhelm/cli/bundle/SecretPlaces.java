package io.mailhelm.cli.bundle;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds secrets in a text, as they are and in any mixture of encodings that is no deeper than
 * {@link #DEEPEST}. The work is linear in the text and, once, in the secrets. Any thread.
 */
final class SecretPlaces {
  /**
   * The depth of a Secret's base64 in JSON that is itself a JSON string in an annotation or a log.
   */
  private static final int DEEPEST = 3;

  private static final List<UnaryOperator<DecodedText>> ENCODINGS =
      Stream.<UnaryOperator<DecodedText>>concat(
              Stream.of(Escapes.values()), IntStream.range(0, 4).mapToObj(Base64Runs::new))
          .toList();

  /** Octets that are searched at a time: decoding takes nine times as much memory. */
  private static final int AT_ONCE = 1 << 18;

  /** The most characters for an octet: six in JSON, and more where that is encoded again. */
  private static final int LONGEST_OF_AN_OCTET = 16;

  private final WordAutomaton automaton;
  private final int overlap;
  private final int shortest;

  /**
   * @param secrets none of them empty
   */
  SecretPlaces(Collection<byte[]> secrets) {
    automaton = new WordAutomaton(secrets);
    overlap = LONGEST_OF_AN_OCTET * secrets.stream().mapToInt(each -> each.length).max().orElse(0);
    shortest = secrets.stream().mapToInt(each -> each.length).min().orElse(Integer.MAX_VALUE);
  }

  /** Says of each octet whether it is part of a secret. */
  boolean[] in(byte[] text) {
    // How many secrets begin at an octet less how many have ended before it.
    var turns = new int[text.length + 1];
    int step = Math.max(AT_ONCE, overlap);
    for (int begin = 0; begin < text.length; begin += step) {
      int end = Math.min(text.length, begin + step + overlap);
      look(DecodedText.of(text, begin, end), 0, turns);
    }
    var taken = new boolean[text.length];
    int open = 0;
    for (int i = 0; i < text.length; i++) {
      open += turns[i];
      taken[i] = open > 0;
    }
    return taken;
  }

  private void look(DecodedText reading, int depth, int[] turns) {
    if (reading.size() < shortest) {
      return;
    }
    int state = WordAutomaton.START;
    for (int i = 0; i < reading.size(); i++) {
      state = automaton.next(state, reading.at(i));
      int length = automaton.ending(state);
      if (length > 0) {
        turns[reading.from(i - length + 1)]++;
        turns[reading.to(i)]--;
      }
    }
    if (depth < DEEPEST) {
      for (var encoding : ENCODINGS) {
        // Base64 that ends with = at the end of a line would go on in the next: no line ends there.
        boolean last = encoding == Escapes.QUOTED_PRINTABLE;
        look(encoding.apply(reading), last ? DEEPEST : depth + 1, turns);
      }
    }
  }
}
