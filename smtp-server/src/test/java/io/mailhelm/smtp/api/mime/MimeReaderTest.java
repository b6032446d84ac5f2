package io.mailhelm.smtp.api.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.header.EncodedWords;
import io.mailhelm.smtp.header.Multiparts;
import io.mailhelm.smtp.header.OddLines;
import io.mailhelm.smtp.mime.PartWalk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MimeReaderTest {
  @Test
  void readsPlainTextWithoutMime() throws IOException {
    var content = read("Subject: a\n\nGrüße\n");
    assertThat(content.text()).contains("Grüße\r\n");
    assertThat(content.html()).isEmpty();
    assertThat(content.attachments()).isEmpty();
    assertThat(content.truncated()).isFalse();
  }

  @Test
  void readsBothFormsOfAnAlternative() throws IOException {
    var content =
        read(
            """
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe
            --b
            Content-Type: text/html

            <p>hi</p>
            --b--
            """);
    assertThat(content.text()).contains("Grüße");
    assertThat(content.html()).contains("<p>hi</p>");
    assertThat(content.attachments()).isEmpty();
  }

  @Test
  void aBoundaryThatIsTooLongIsNone() throws IOException {
    var longest = "b".repeat(Multiparts.LONGEST_BOUNDARY);
    assertThat(read(bounded(longest)).html()).contains("<p>hi</p>");
    var one = read(bounded(longest + "b"));
    assertThat(one.html()).isEmpty();
    assertThat(one.attachments()).isEmpty();
    assertThat(one.text().orElseThrow()).contains("--" + longest + "b\r\n").contains("<p>hi</p>");
    assertThat(one.truncated()).isFalse();
  }

  @Test
  void aPartWithABoundaryThatIsTooLongIsOnePart() throws IOException {
    var inner = bounded("b".repeat(Multiparts.LONGEST_BOUNDARY + 1));
    var content =
        read(
            "Content-Type: multipart/mixed; boundary=o\n\n--o\n\nfirst\n--o\n"
                + inner
                + "--o\nContent-Type: text/html\n\n<b>last</b>\n--o--\n");
    assertThat(content.text().orElseThrow()).startsWith("first").contains("<p>hi</p>");
    assertThat(content.html()).contains("<b>last</b>");
    assertThat(content.attachments()).isEmpty();
  }

  @Test
  void boundariesAroundAPartAreBounded() throws IOException {
    int most = Multiparts.MOST_AROUND / Multiparts.LONGEST_BOUNDARY;
    assertThat(read(nested(most)).html()).contains("<p>hi</p>");
    var deeper = read(nested(most + 1));
    assertThat(deeper.html()).isEmpty();
    assertThat(deeper.text().orElseThrow()).contains("<p>hi</p>");
  }

  /** Multiparts in multiparts, each with the longest boundary. */
  private static String nested(int depth) {
    var message = "Content-Type: text/html\n\n<p>hi</p>\n";
    for (int i = 0; i < depth; i++) {
      var own = (char) ('a' + i) + "b".repeat(Multiparts.LONGEST_BOUNDARY - 1);
      message =
          "Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n%s--%s--\n"
              .formatted(own, own, message, own);
    }
    return message;
  }

  private static String bounded(String boundary) {
    return "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%s\nContent-Type: text/html\n\n<p>hi</p>\n--%s--\n"
        .formatted(boundary, boundary, boundary);
  }

  @Test
  void decodesHeaderFieldsAndKeepsTheirOrder() throws IOException {
    var headers =
        read("""
                Received: one
                Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?q?_alle?=
                received: two
                To: a@x.example,
                 b@x.example
                X-Raw: ünï

                text
                """)
            .headers();
    assertThat(headers.keySet()).containsExactly("Received", "Subject", "To", "X-Raw");
    assertThat(headers.get("Received")).containsExactly("one", "two");
    assertThat(headers.get("Subject")).containsExactly("Grüße alle");
    assertThat(headers.get("To")).containsExactly("a@x.example, b@x.example");
    assertThat(headers.get("X-Raw")).containsExactly("ünï");
  }

  @ParameterizedTest
  @MethodSource("io.mailhelm.smtp.header.OddLines#all")
  void showsTheSameFromFieldsAsEverybodyElseSees(OddLines.OddLine line) throws IOException {
    var message = "X: y\r\n" + line.text() + "\r\ntext\r\n";
    var headers =
        MimeReader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)))
            .headers();
    assertThat(headers.keySet().stream().map(String::toLowerCase))
        .containsExactlyElementsOf(line.isFrom() ? List.of("x", "from") : List.of("x"));
    if (line.isFrom()) {
      assertThat(headers.values()).contains(List.of("odd@example.com"));
    }
  }

  @Test
  void showsWhatStandsThereInsteadOfParts() throws IOException {
    assertThat(read("Subject: a\nHello there\nyou\n").text()).contains("Hello there\r\nyou");
    var closedFirst =
        read(
            """
            Content-Type: multipart/mixed; boundary=b

            --b--
            Content-Type: text/plain

            said
            """);
    assertThat(closedFirst.text().orElseThrow()).startsWith("--b--").endsWith("said");
    assertThat(closedFirst.truncated()).isFalse();
    assertThat(read("Subject: a\n\n").text().orElse("")).isEmpty();
    assertThat(read("Subject: a\n").text().orElse("")).isEmpty();
    var cut = read("Content-Type: multipart/mixed; boundary=b\n\n" + "0123456789\n".repeat(10_000));
    assertThat(cut.text().orElseThrow()).startsWith("0123456789");
    assertThat(cut.truncated()).isTrue();
  }

  @Test
  void decodesWordsAsTheListDoes() throws IOException {
    assertThat(
            read("Subject: =?utf-8?b?4oI=?= =?utf-8?b?rA==?= =?x-none?q?a?= a=?utf-8?q?b?=\n\n")
                .headers()
                .get("Subject"))
        .containsExactly(
            EncodedWords.decode("=?utf-8?b?4oI=?= =?utf-8?b?rA==?= =?x-none?q?a?= a=?utf-8?q?b?="));
  }

  @Test
  void namesAttachmentsInEveryNotation() throws IOException {
    var content =
        read(
            """
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Disposition: attachment; filename*=utf-8''na%C3%AFve.txt

            x
            --b
            Content-Type: application/pdf; name="=?utf-8?q?=C3=BC.pdf?="

            x
            --b
            Content-Type: image/png
            Content-Disposition: inline; filename*0=long; filename*1=er.png

            x
            --b
            Content-Type: message/rfc822

            Subject: inner

            Content-Type: multipart/mixed
            --b
            Content-Type: NONSENSE
            Content-Disposition: attachment

            x
            --b--
            """);
    assertThat(content.attachments())
        .extracting(MimeContent.Attachment::name)
        .containsExactly("naïve.txt", "ü.pdf", "longer.png", "attachment-3", "attachment-4");
    assertThat(content.attachments().get(3).type()).isEqualTo("message/rfc822");
    assertThat(content.text()).isEmpty();
  }

  @Test
  void opensTheAttachmentItListed() throws IOException {
    var message =
        """
        Content-Type: multipart/mixed; boundary=b

        --b

        text
        --b
        Content-Disposition: attachment; filename=a.bin
        Content-Transfer-Encoding: base64

        AAEC
        --b
        Content-Type: text/html

        <p>shown</p>
        --b
        Content-Type: text/html

        <p>second</p>
        --b--
        """;
    assertThat(read(message).attachments())
        .extracting(MimeContent.Attachment::index)
        .containsExactly(0, 1);
    assertThat(attachment(message, 0)).isEqualTo(new byte[] {0, 1, 2});
    assertThat(attachment(message, 1)).asString(StandardCharsets.UTF_8).isEqualTo("<p>second</p>");
    assertThat(MimeReader.attachment(stream(message), 2)).isEmpty();
  }

  @Test
  void showsAsTextWhatItCannotUnderstand() throws IOException {
    var header = "X-Long: " + "x".repeat(PartWalk.MAX_FIELD_OCTETS + 1) + "\n\nbody\n";
    var content = read("Subject: a\n" + header);
    assertThat(content.truncated()).isTrue();
    assertThat(content.text().orElseThrow()).startsWith("Subject: a\r\nX-Long: xxx");
  }

  @Test
  void stopsAtItsBounds() throws IOException {
    var deep = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n".formatted(i, i));
    }
    assertThat(read(deep.toString()).truncated()).isTrue();
    var many =
        "Content-Type: multipart/mixed; boundary=b\n\n"
            + "--b\nContent-Disposition: attachment\n\nx\n".repeat(5_000);
    var content = read(many);
    assertThat(content.attachments()).hasSize(PartWalk.MAX_PARTS);
    assertThat(content.truncated()).isTrue();
  }

  @Test
  void showsOnlyTheBeginningOfALongText() throws IOException {
    var content = read("Subject: a\n\n" + "0123456789\n".repeat(300_000));
    assertThat(content.text().orElseThrow()).hasSize(MimeReader.MAX_TEXT);
    assertThat(content.truncated()).isTrue();
  }

  @Test
  void readsAHugeMessageWithoutHoldingIt() throws IOException {
    var size = 1L << 30;
    var content = MimeReader.read(new Endless(size));
    assertThat(content.attachments().getFirst().size()).isGreaterThan(size - 1_000);
  }

  @Test
  void aFaultOfTheDiskIsNoFaultOfTheMessage() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk");
          }
        };
    assertThatThrownBy(() -> MimeReader.read(broken)).hasMessage("disk");
  }

  @Test
  void takesAnyCharsetName() throws IOException {
    for (var charset : List.of("nonsense", "\"\"", "utf-7", "x;y", "ISO-8859-15")) {
      var content = read("Content-Type: text/plain; charset=" + charset + "\n\nabc\n");
      assertThat(content.text().orElseThrow()).startsWith("abc");
    }
  }

  private static MimeContent read(String message) throws IOException {
    return MimeReader.read(stream(message));
  }

  private static byte[] attachment(String message, int index) throws IOException {
    try (var content = MimeReader.attachment(stream(message), index).orElseThrow().content()) {
      return content.readAllBytes();
    }
  }

  private static InputStream stream(String message) {
    return new ByteArrayInputStream(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An attachment of many octets that nobody holds. */
  private static final class Endless extends InputStream {
    private static final byte[] HEADER =
        "Content-Type: application/octet-stream\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private final long size;
    private long at;

    Endless(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      if (at >= size) {
        return -1;
      }
      var next =
          at < HEADER.length ? HEADER[(int) at] : at % 78 == 76 ? '\r' : at % 78 == 77 ? '\n' : 'x';
      at++;
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (at < HEADER.length) {
        var next = read();
        buffer[offset] = (byte) next;
        return 1;
      }
      if (at >= size) {
        return -1;
      }
      var count = (int) Math.min(length, size - at);
      java.util.Arrays.fill(buffer, offset, offset + count, (byte) 'x');
      at += count;
      return count;
    }
  }
}
