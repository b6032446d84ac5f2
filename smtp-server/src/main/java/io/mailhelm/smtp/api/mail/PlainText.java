package io.mailhelm.smtp.api.mail;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * The plain text of an HTML body, for readers that show none: blocks on lines, links written out.
 * The work is linear in the HTML, whatever that is.
 */
final class PlainText {
  /** Characters of HTML that are read; of more, the rest is left to the HTML part. */
  static final int LONGEST = 1 << 20;

  private static final String CUT = "\n\n[The rest is in the HTML part of this message.]";

  private PlainText() {}

  static String of(String html) {
    var read = html.length() <= LONGEST ? html : html.substring(0, LONGEST);
    var writer = new Writer();
    Jsoup.parse(read).body().filter(writer);
    if (read.length() < html.length()) {
      writer.text.append(CUT);
    }
    return writer.text.toString().strip() + "\n";
  }

  private static final class Writer implements NodeFilter {
    private final Lines text = new Lines();

    /** Where the text of each open link begins. */
    private final Deque<Integer> links = new ArrayDeque<>();

    @Override
    public FilterResult head(Node node, int depth) {
      return switch (node) {
        case TextNode words -> words(words.text());
        case Element element -> open(element);
        default -> FilterResult.CONTINUE;
      };
    }

    private FilterResult words(String words) {
      text.append(text.atBlank() ? words.stripLeading() : words);
      return FilterResult.CONTINUE;
    }

    private FilterResult open(Element element) {
      switch (element.normalName()) {
        case "script", "style", "title" -> {
          return FilterResult.SKIP_ENTIRELY;
        }
        case "a" -> links.push(text.length());
        case "li" -> text.line().append("- ");
        case "br" -> text.append("\n");
        default -> {
          if (element.isBlock()) {
            text.line();
          }
        }
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        close(element);
      }
      return FilterResult.CONTINUE;
    }

    private void close(Element element) {
      switch (element.normalName()) {
        case "script", "style", "title" -> {}
        case "a" -> link(element.attr("href"), links.pop());
        case "p", "h1", "h2", "h3", "h4", "h5", "h6" -> text.line().append("\n");
        case "td", "th" -> text.append(" ");
        default -> {
          if (element.isBlock()) {
            text.line();
          }
        }
      }
    }

    private void link(String target, int from) {
      if (isWeb(target) && !text.endsWith(target, from)) {
        text.append(" (").append(target).append(")");
      }
    }

    private static boolean isWeb(String target) {
      return (target.regionMatches(true, 0, "http:", 0, 5)
              || target.regionMatches(true, 0, "https:", 0, 6))
          && target.indexOf('\n') < 0
          && target.indexOf('\r') < 0;
    }
  }
}
