package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What HTML says in plain text, as browsers understand it, and what it takes to say it. */
class PlainTextTest {
  /**
   * Octets that are allocated for a character of HTML, nearly all of them given up at once: names
   * of elements, and pieces of text.
   */
  private static final long MOST_A_CHARACTER = 48;

  private static final String FORMATTING =
      "<b><big><code><em><font><i><s><small><strike><strong><tt><u>".repeat(3);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <h1>Hi</h1><p>See <a href='https://a.example/x'>this</a></p> | Hi\\n\\nSee this (https://a.example/x)
          <p>a<p>b<div>c</div>d | a\\n\\nb\\n\\nc\\nd
          <ul><li>a<li>b</ul>c | - a\\n- b\\nc
          x<br/>y<BR>z</br>w | x\\ny\\nz\\nw
          <b>a</b> <i>b</i>c  d<span>e</span> | a bc de
          <table><tr><td>a</td></tr><tr><td>b</table> | a\\nb
          <title>x</title><style>p{}</style><script>if(a</b)</script>c | c
          <SCRIPT>a</scripts>b</script >c | c
          <script>a | ``
          <textarea>&lt;x</p></textarea>y | <x</p>y
          <xmp>a<b>&lt;</xmp>c | a<b>&lt;\\nc
          <plaintext>a<b> | a<b>
          <iframe>a</iframe>b | b
          <select><option>a<option>b</select> | a\\nb
          <!DOCTYPE html><html><head></head><body>a</body></html> | a
          a<!-- <p> -- > -->b<!---->c<!-->d<!--->e<!-- x --!>f<!-- | abcdef
          a<?php > x ?>b</>c</ >d | a x ?>bcd
          1 < 2 <3 <, a<b, < | 1 < 2 <3 <, a
          a<br title='>'>b<br title=\\">\\">c<br x = y / z>d | a\\nb\\nc\\nd
          a<p title='x | a
          <a HREF=\\"https://a\\">https://a</a> <a href='mailto:x'>m</a> <a>n</a> | https://a m n
          <a title='href=http:x' href= http://y/ href=http://z>x</a> | x (http://y/)
          <a href='http://x'>y<a href='http://z'>w | y (http://x)w (http://z)
          <a href=http://x/?a=1&copy=2&amp;b&lt>x</a> | x (http://x/?a=1&copy=2&b<)
          a &amp; &lt;b&gt &copy2 &notit; &notin; &bogus; &; & | a & <b> ©2 ¬it; ∉ &bogus; &; &
          &#8364;&#x20AC;&#X20ac&#128;&#150; &#; &#x; &#0;&#xd800;&#99999999999; | €€€€– &#; &#x; \ufffd\ufffd\ufffd
          """)
  void itSaysWhatABrowserShows(String html, String text) {
    assertThat(PlainText.of(html.replace("\\\"", "\"")))
        .isEqualTo(text.replace("\\n", "\n").strip() + "\n");
  }

  @Test
  void blanksAreOne() {
    assertThat(PlainText.of(" a \t\r\n\f&nbsp; b\u00ad\u200b\0c ")).isEqualTo("a bc\n");
  }

  @Test
  void theRestOfALongOneIsInItsHtml() {
    assertThat(PlainText.of("a".repeat(PlainText.LONGEST + 1)))
        .startsWith("a".repeat(PlainText.LONGEST) + "\n\n[The rest is in the HTML part");
  }

  static Stream<String> worst() {
    return Stream.of(
        "x<tr>", // behind FORMATTING in a table
        "<b>x<table>",
        "<table><b>",
        "<div>",
        "<a>",
        "<a href=http:x>x",
        "<p>",
        "<li>",
        "<a href='&lt;'>",
        "<b a b=c d='e'>",
        "&gt;",
        "&abcdef ",
        "&ab",
        "&#1;",
        "<!---->",
        "</b>",
        "<",
        "a",
        "ü€",
        " ");
  }

  @ParameterizedTest
  @MethodSource("worst")
  void itTakesLittleMemory(String unit) {
    var start = "<table>" + FORMATTING;
    var html = start + unit.repeat((PlainText.LONGEST - start.length()) / unit.length());
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PlainText.of(html);
    long before = thread.getCurrentThreadAllocatedBytes();
    PlainText.of(html);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(MOST_A_CHARACTER * PlainText.LONGEST);
  }
}
