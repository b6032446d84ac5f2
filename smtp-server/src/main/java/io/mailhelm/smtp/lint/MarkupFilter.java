package io.mailhelm.smtp.lint;

/** Says which characters of HTML are read by people: those that no tag holds. One thread's. */
final class MarkupFilter {
  private enum State {
    TEXT,
    /** After a less-than sign: a letter, a slash or an exclamation mark makes it a tag. */
    OPENED,
    TAG
  }

  private final boolean html;
  private State state = State.TEXT;

  /**
   * @param html whether there are tags at all
   */
  MarkupFilter(boolean html) {
    this.html = html;
  }

  /** Whether the next character is text. */
  boolean isText(char c) {
    if (!html) {
      return true;
    }
    state =
        switch (state) {
          case TEXT -> c == '<' ? State.OPENED : State.TEXT;
          case OPENED ->
              Character.isLetter(c) || c == '/' || c == '!' || c == '?' ? State.TAG : State.TEXT;
          case TAG -> c == '>' ? State.TEXT : State.TAG;
        };
    return state == State.TEXT && c != '>';
  }
}
