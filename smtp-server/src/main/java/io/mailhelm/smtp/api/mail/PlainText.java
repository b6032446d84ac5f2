package io.mailhelm.smtp.api.mail;

import java.util.Set;

/**
 * Converts an HTML body to plain text, for mail readers that show no HTML: blocks on lines, links
 * written out. It is written as the HTML is read, and no tree is built: the tree that HTML asks for
 * can be many times as large as its text. Work and memory are linear in the HTML.
 */
final class PlainText {
  /** Characters of HTML that are read; of more, the rest is left to the HTML part. */
  static final int LONGEST = 1 << 20;

  private static final String CUT = "\n\n[The rest is in the HTML part of this message.]";

  /** Elements that begin and end a line. */
  private static final Set<String> BLOCKS =
      Set.of(
          ("address article aside blockquote body caption center col colgroup dd details dialog dir"
                  + " div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6"
                  + " head header hgroup hr html legend li listing main menu nav ol optgroup option"
                  + " p plaintext pre search section summary table tbody td template tfoot th thead"
                  + " tr ul xmp")
              .split(" ", -1));

  private PlainText() {}

  static String of(String html) {
    var read = html.length() <= LONGEST ? html : html.substring(0, LONGEST);
    var writer = new Writer();
    HtmlTokens.read(read, writer);
    writer.end();
    if (read.length() < html.length()) {
      writer.text.append(CUT);
    }
    return writer.text.toString().strip() + "\n";
  }

  /**
   * Of what is open it knows no more than the link and the paragraph: neither can be in another of
   * its kind, so that each ends where the next begins (HTML §13.2.6.4.7).
   */
  private static final class Writer implements HtmlTokens.Visitor {
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final char SOFT_HYPHEN = '\u00ad';
    private static final char ZERO_WIDTH_SPACE = '\u200b';

    private final PlainTextLines text = new PlainTextLines();
    private boolean inParagraph;

    /** Of the open link; empty where none is. */
    private String target = "";

    /** Where the text of the open link begins. */
    private int linkFrom;

    @Override
    public void text(String words) {
      for (int i = 0; i < words.length(); i++) {
        char c = words.charAt(i);
        switch (c) {
          case ' ', '\t', '\n', '\f', '\r', NO_BREAK_SPACE -> {
            if (!text.atBlank()) {
              text.append(' ');
            }
          }
          case '\0', SOFT_HYPHEN, ZERO_WIDTH_SPACE -> {}
          default -> text.append(c);
        }
      }
    }

    @Override
    public void open(String name, String to) {
      if (BLOCKS.contains(name)) {
        endParagraph();
        text.line();
      }
      switch (name) {
        case "a" -> {
          endLink();
          target = to;
          linkFrom = text.length();
        }
        case "li" -> text.append("- ");
        case "br" -> text.append("\n");
        case "p" -> inParagraph = true;
        default -> {}
      }
    }

    @Override
    public void close(String name) {
      if (BLOCKS.contains(name)) {
        endParagraph();
      }
      switch (name) {
        case "a" -> endLink();
        case "br" -> text.append("\n"); // as HTML §13.2.6.4.7 has it
        case "p", "h1", "h2", "h3", "h4", "h5", "h6" -> text.line().append("\n");
        case "td", "th" -> text.append(" ");
        default -> {
          if (BLOCKS.contains(name)) {
            text.line();
          }
        }
      }
    }

    void end() {
      endLink();
    }

    private void endParagraph() {
      if (inParagraph) {
        text.line().append("\n");
      }
      inParagraph = false;
    }

    private void endLink() {
      if (isWeb(target) && !text.endsWith(target, linkFrom)) {
        text.append(" (").append(target).append(")");
      }
      target = "";
    }

    private static boolean isWeb(String target) {
      return (target.regionMatches(true, 0, "http:", 0, 5)
              || target.regionMatches(true, 0, "https:", 0, 6))
          && target.indexOf('\n') < 0
          && target.indexOf('\r') < 0;
    }
  }
}
