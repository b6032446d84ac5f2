package io.mailhelm.smtp.api.mail;

/**
 * Builds text line by line: no blanks before a line end, and no two empty lines in a row. It only
 * removes what it appended before, so the work is linear in what is appended.
 */
final class PlainTextLines {
  private static final int MOST_ENDS = 2;
  private final StringBuilder text = new StringBuilder();

  /** Appends {@code more}, which may have line ends in it. */
  PlainTextLines append(String more) {
    for (int i = 0; i < more.length(); i++) {
      char c = more.charAt(i);
      if (c == '\n') {
        end();
      } else {
        text.append(c);
      }
    }
    return this;
  }

  /** Appends one that is no line end. */
  PlainTextLines append(char more) {
    text.append(more);
    return this;
  }

  private void end() {
    int length = text.length();
    while (length > 0 && (text.charAt(length - 1) == ' ' || text.charAt(length - 1) == '\t')) {
      length--;
    }
    text.setLength(length);
    if (length < MOST_ENDS
        || text.charAt(length - 1) != '\n'
        || text.charAt(length - MOST_ENDS) != '\n') {
      text.append('\n');
    }
  }

  /** Begins a line, unless one has begun. */
  PlainTextLines line() {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      end();
    }
    return this;
  }

  /** Whether a word that comes next needs no blank before it. */
  boolean atBlank() {
    return text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
  }

  int length() {
    return text.length();
  }

  /** Whether what was written since {@code from} is {@code wanted}, blanks around it aside. */
  boolean endsWith(String wanted, int from) {
    int start = Math.min(from, text.length());
    int end = text.length();
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (start < end && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end - start == wanted.length() && wanted.contentEquals(text.subSequence(start, end));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
