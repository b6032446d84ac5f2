package io.mailhelm.dns.spf;

/** What cannot be read, with a sentence for the owner of the record. */
final class SpfSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private SpfSyntaxException(String sentence) {
    super(sentence);
  }

  /**
   * @param term what is wrong, as strangers wrote it
   * @param why what is right
   */
  static SpfSyntaxException of(String term, String why) {
    return new SpfSyntaxException("'" + SpfCharacters.shown(term) + "': " + why);
  }
}
