package io.mailhelm.smtp.api.mail;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tokenizes HTML in one pass, from text to tag to text (HTML §13.2.5). It builds no tree; its
 * visitor keeps track of open elements. Work and memory are linear in the HTML.
 */
final class HtmlTokens {
  /** Told of each token, in the order of the HTML. */
  interface Visitor {
    /** Text between tags, with its references decoded; blanks as they came. */
    void text(String text);

    /**
     * A start tag.
     *
     * @param name lower case; empty for one that no element of HTML has
     * @param target of an {@code a}, its {@code href}; empty without
     */
    void open(String name, String target);

    /**
     * An end tag.
     *
     * @param name as for {@link #open}
     */
    void close(String name);
  }

  /** What stands in an element that ends at nothing but its own end tag. */
  private enum Raw {
    HIDDEN,
    /** Text without references. */
    TEXT,
    /** Text with references. */
    REFERENCES
  }

  private static final Map<String, Raw> RAW =
      Map.of(
          "script", Raw.HIDDEN,
          "style", Raw.HIDDEN,
          "title", Raw.HIDDEN,
          "textarea", Raw.REFERENCES,
          "xmp", Raw.TEXT,
          "iframe", Raw.HIDDEN,
          "noembed", Raw.HIDDEN,
          "noframes", Raw.HIDDEN);

  /** All that is behind it is text. */
  private static final String PLAINTEXT = "plaintext";

  /** Characters of a name of an element. */
  private static final int LONGEST_NAME = 16;

  private final String html;
  private final int end;
  private final Visitor visitor;
  private int at;

  private HtmlTokens(String html, Visitor visitor) {
    this.html = html;
    this.end = html.length();
    this.visitor = visitor;
  }

  /** Goes through all of it. A tag that does not end is left out. */
  static void read(String html, Visitor visitor) {
    var tokens = new HtmlTokens(html, visitor);
    while (tokens.at < tokens.end) {
      tokens.next();
    }
  }

  private void next() {
    int from = at;
    if (isMarkup(at)) {
      markup();
      return;
    }
    do {
      int next = html.indexOf('<', at + 1);
      at = next < 0 ? end : next;
    } while (at < end && !isMarkup(at));
    visitor.text(CharacterReferences.decode(html, from, at, false));
  }

  private boolean isMarkup(int from) {
    if (html.charAt(from) != '<' || from + 1 == end) {
      return false;
    }
    char c = html.charAt(from + 1);
    return isLetter(c) || c == '!' || c == '?' || c == '/' && from + 2 < end;
  }

  private void markup() {
    char c = html.charAt(at + 1);
    boolean closes = c == '/';
    if (isLetter(closes ? html.charAt(at + 2) : c)) {
      tag(closes);
    } else if (html.startsWith("<!--", at)) {
      comment();
    } else {
      skipBehind(">", at + 1); // a document type, or nothing
    }
  }

  private void comment() {
    int from = at + "<!--".length();
    if (html.startsWith(">", from)) {
      at = from + 1;
    } else if (html.startsWith("->", from)) {
      at = from + 2;
    } else {
      commentEnd(from);
    }
  }

  private void commentEnd(int from) {
    for (int i = html.indexOf("--", from); i >= 0; i = html.indexOf("--", i + 1)) {
      if (html.startsWith(">", i + 2) || html.startsWith("!>", i + 2)) {
        skipBehind(">", i);
        return;
      }
    }
    at = end;
  }

  private void skipBehind(String wanted, int from) {
    int found = html.indexOf(wanted, from);
    at = found < 0 ? end : found + wanted.length();
  }

  private void tag(boolean closes) {
    int from = at + (closes ? 2 : 1);
    at = from;
    while (at < end && !endsName(html.charAt(at))) {
      at++;
    }
    var name = at - from > LONGEST_NAME ? "" : html.substring(from, at).toLowerCase(Locale.ROOT);
    var target = attributes("href", !closes && name.equals("a"));
    if (target.isEmpty()) {
      return;
    }
    if (closes) {
      visitor.close(name);
    } else {
      visitor.open(name, target.get());
      raw(name);
    }
  }

  /**
   * Goes over attributes and the end of their tag.
   *
   * @param isWanted whether the value of the first of that name is
   * @return that value; empty text where there is none; empty where the tag does not end
   */
  private Optional<String> attributes(String wanted, boolean isWanted) {
    var found = Optional.<String>empty();
    while (true) {
      while (at < end && (isBlank(html.charAt(at)) || html.charAt(at) == '/')) {
        at++;
      }
      if (at >= end) {
        return Optional.empty();
      }
      if (html.charAt(at) == '>') {
        at++;
        return found.or(() -> Optional.of(""));
      }
      int from = at++; // also where it is "=", which begins a name here
      while (at < end && html.charAt(at) != '=' && !endsName(html.charAt(at))) {
        at++;
      }
      boolean isIt =
          isWanted
              && found.isEmpty()
              && at - from == wanted.length()
              && html.regionMatches(true, from, wanted, 0, wanted.length());
      var value = value(isIt);
      found = isIt ? value : found;
    }
  }

  /** Goes over the value of an attribute, where it has one. */
  private Optional<String> value(boolean isWanted) {
    skipBlanks();
    if (at >= end || html.charAt(at) != '=') {
      return Optional.of("");
    }
    at++;
    skipBlanks();
    if (at >= end || html.charAt(at) == '>') {
      return Optional.of("");
    }
    char quote = html.charAt(at);
    int from;
    int to;
    if (quote == '"' || quote == '\'') {
      from = at + 1;
      int closing = html.indexOf(quote, from);
      to = closing < 0 ? end : closing;
      at = Math.min(end, to + 1);
    } else {
      from = at;
      while (at < end && !isBlank(html.charAt(at)) && html.charAt(at) != '>') {
        at++;
      }
      to = at;
    }
    return Optional.of(isWanted ? CharacterReferences.decode(html, from, to, true) : "");
  }

  private void skipBlanks() {
    while (at < end && isBlank(html.charAt(at))) {
      at++;
    }
  }

  private void raw(String name) {
    int from = at;
    if (name.equals(PLAINTEXT)) {
      at = end;
      visitor.text(html.substring(from));
    }
    var raw = RAW.get(name);
    if (raw == null) {
      return;
    }
    at = endTag(name);
    switch (raw) {
      case HIDDEN -> {}
      case TEXT -> visitor.text(html.substring(from, at));
      case REFERENCES -> visitor.text(CharacterReferences.decode(html, from, at, false));
    }
  }

  /** Where the end tag of that name begins, or the end. */
  private int endTag(String name) {
    for (int i = html.indexOf("</", at); i >= 0; i = html.indexOf("</", i + 2)) {
      int behind = i + 2 + name.length();
      if (html.regionMatches(true, i + 2, name, 0, name.length())
          && behind < end
          && endsName(html.charAt(behind))) {
        return i;
      }
    }
    return end;
  }

  private static boolean endsName(char c) {
    return isBlank(c) || c == '/' || c == '>';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
