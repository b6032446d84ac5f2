package io.mailhelm.smtp.api.mail;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The plain text of an HTML body, for readers that show none: blocks on lines, links written out.
 */
final class PlainText {
  private PlainText() {}

  static String of(String html) {
    var body = Jsoup.parse(html).body();
    body.select("script, style, title").remove();
    var writer = new Writer();
    body.traverse(writer);
    return writer.text.toString().replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip()
        + "\n";
  }

  private static final class Writer implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void head(Node node, int depth) {
      switch (node) {
        case TextNode words -> words(words.text());
        case Element element when element.nameIs("li") -> line().append("- ");
        case Element element when element.nameIs("br") -> text.append('\n');
        case Element element when element.isBlock() -> line();
        default -> {}
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        if (element.nameIs("a")) {
          link(element);
        } else if (element.nameIs("p") || element.normalName().matches("h[1-6]")) {
          line().append('\n');
        } else if (element.nameIs("td") || element.nameIs("th")) {
          text.append(' ');
        } else if (element.isBlock()) {
          line();
        }
      }
    }

    private void link(Element anchor) {
      var target = anchor.attr("href");
      if (target.matches("(?i)https?:.*") && !anchor.text().strip().equals(target)) {
        text.append(" (").append(target).append(')');
      }
    }

    private void words(String words) {
      var atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
      text.append(atStart ? words.stripLeading() : words);
    }

    private StringBuilder line() {
      if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
      return text;
    }
  }
}
