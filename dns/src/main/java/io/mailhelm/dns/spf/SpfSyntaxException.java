package io.mailhelm.dns.spf;

/** A syntax error in a record, with a sentence for its owner. */
final class SpfSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private SpfSyntaxException(String sentence) {
    super(sentence);
  }

  /**
   * @param term the wrong part, as its owner wrote it
   * @param why what would be right
   */
  static SpfSyntaxException of(String term, String why) {
    return new SpfSyntaxException("'" + SpfCharacters.shown(term) + "': " + why);
  }
}
