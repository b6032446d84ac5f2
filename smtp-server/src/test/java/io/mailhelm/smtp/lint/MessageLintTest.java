package io.mailhelm.smtp.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.config.DomainName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLintTest {
  private static final String HEAD = "Message-ID: <a@b>\nDate: Mon, 30 Nov 2026 08:00:00 +0000\n";

  private static LintReport lint(String message, int recipients, DomainName... unaligned)
      throws IOException {
    var octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return MessageLint.of(
        new ByteArrayInputStream(octets),
        octets.length,
        new LintRequest(
            EnumSet.allOf(Check.class),
            ContentRules.SPAM_WORDS,
            2_000,
            recipients,
            List.of(unaligned)));
  }

  private static Optional<ContentFinding> found(Check check, String message) throws IOException {
    return found(check, message, 1);
  }

  private static Optional<ContentFinding> found(Check check, String message, int recipients)
      throws IOException {
    return lint(message, recipients).findings().stream()
        .filter(finding -> finding.check() == check)
        .findFirst();
  }

  @Test
  void findsNothingInAPlainMessage() throws IOException {
    var report = lint(HEAD + "Subject: Invoice 7\n\nHello Bob, the invoice is attached.\n", 1);
    assertThat(report.findings()).isEmpty();
    assertThat(report.score()).isEqualTo(LintReport.BEST);
  }

  private static final String ALTERNATIVE =
      "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n%s\n--b\nContent-Type:"
          + " text/html\n\n<p>Hi</p>\n--b--\n";

  @Test
  void htmlNeedsPlainText() throws IOException {
    assertThat(found(Check.PlainTextPart, "Content-Type: text/html\n\n<p>Hi</p>\n")).isPresent();
    assertThat(found(Check.PlainTextPart, ALTERNATIVE.formatted("Hi"))).isEmpty();
    assertThat(found(Check.PlainTextPart, ALTERNATIVE.formatted(" \n\t"))).isPresent();
    assertThat(found(Check.PlainTextPart, "\nHi\n")).isEmpty();
    // an attachment is no text of the message
    assertThat(
            found(
                Check.PlainTextPart,
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>\n"
                    + "--b\nContent-Disposition: attachment; filename=a.txt\n\nHi\n--b--\n"))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "1 | - | -",
        "10 | - | -",
        "11 | - | has no List-Unsubscribe",
        "1 | Precedence: bulk | has no List-Unsubscribe",
        "1 | Precedence:  LIST | has no List-Unsubscribe",
        "1 | Precedence: first-class | -",
        "1 | List-Id: <news.example.com> | has no List-Unsubscribe",
        "1 | List-Unsubscribe: <mailto:u@example.com> | has no https",
        "1 | List-Unsubscribe: https://example.com/u | has no https",
        "1 | List-Unsubscribe: <http://example.com/u> | has no https",
        "1 | List-Unsubscribe: <mailto:u@a.example>, <HTTPS://example.com/u> | One click does not",
        "1 | List-Unsubscribe: <https://example.com/u>;List-Unsubscribe-Post: yes | One click does not",
        "99 | list-unsubscribe: <https://example.com/u>;LIST-UNSUBSCRIBE-POST: list-unsubscribe=one-click | -"
      })
  void bulkMailNeedsOneClick(int recipients, String fields, String sentence) throws IOException {
    var header = fields == null ? "" : fields.replace(";", "\n") + "\n";
    var found = found(Check.ListUnsubscribe, HEAD + header + "\nHi\n", recipients);
    assertThat(found.isPresent()).isEqualTo(sentence != null);
    if (sentence != null) {
      assertThat(found.get().sentence()).contains(sentence);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "see https://bit.ly/3x | bit.ly",
        "see HTTP://WWW.TinyURL.com/3x. | tinyurl.com",
        "see bit.ly/3x | bit.ly",
        "see (t.co/3x) | t.co",
        "https://user@t.co/3x | t.co",
        "we talk of bit.ly today | -",
        "https://microsoft.co/x | -",
        "https://abit.ly/x | -",
        "https://example.com/t.co/x | -",
        "https://example.com/?u=x | -"
      })
  void linksThroughShortenersAreFound(String text, String host) throws IOException {
    for (var message :
        List.of(
            "\n" + text + "\n",
            "Content-Type: text/html\n\n<a href=\"" + text + "\">x</a>\n",
            "Content-Transfer-Encoding: base64\n\n"
                + java.util.Base64.getEncoder()
                    .encodeToString(text.getBytes(StandardCharsets.UTF_8))
                + "\n")) {
      var found = found(Check.UrlShorteners, message);
      assertThat(found.map(ContentFinding::evidence))
          .as(message)
          .isEqualTo(host == null ? Optional.empty() : Optional.of(List.of(host)));
    }
  }

  @Test
  void spamWordsAreFoundInSubjectAndText() throws IOException {
    assertThat(found(Check.SpamWords, "Subject: It is FREE!\n\nHi\n").orElseThrow().evidence())
        .containsExactly("FREE");
    assertThat(
            found(Check.SpamWords, "Subject: =?utf-8?b?VVJHRU5U?=\n\nHi\n")
                .orElseThrow()
                .evidence())
        .containsExactly("URGENT");
    var html =
        "Content-Type: text/html\n\n<p title='URGENT'>CLICK&#32;x <b>CLICK\n HERE</b> now: FREE</p>\n";
    var found = found(Check.SpamWords, html).orElseThrow();
    assertThat(found.evidence()).containsExactly("CLICK HERE", "FREE");
    assertThat(found.points()).isEqualTo(2);
    assertThat(found(Check.SpamWords, "\nFeel free to click here. FREEDOM, CAREFREE\n")).isEmpty();
    // what is attached is not read
    assertThat(
            found(Check.SpamWords, "Content-Disposition: attachment; filename=a.txt\n\nURGENT\n"))
        .isEmpty();
  }

  @Test
  void sizeIsOfAllOctets() throws IOException {
    assertThat(found(Check.Size, "\n" + "x".repeat(1_996) + "\n")).isEmpty();
    assertThat(found(Check.Size, "\n" + "x".repeat(1_997) + "\n").orElseThrow().sentence())
        .contains("2001 octets", "2000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Disposition: attachment; filename=setup.exe",
        "Content-Disposition: attachment; filename=\"invoice.pdf.EXE\"",
        "Content-Disposition: attachment; filename=\"invoice.exe. \"",
        "Content-Disposition: inline; filename*=utf-8''invoice%2Ejs",
        "Content-Disposition: attachment; filename*0=inv; filename*1=oice.; filename*2=scr",
        "Content-Disposition: attachment; filename*=utf-8''invoice%E2%80%AEcod.txt",
        "Content-Disposition: attachment; filename=\"=?utf-8?b?YS5leGU=?=\"",
        "Content-Type: application/octet-stream; name=run.ps1",
        "Content-Type: application/x-msdownload"
      })
  void programsAreFoundByNameAndByType(String field) throws IOException {
    var part =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\n" + field + "\n\nMZ\n--b--\n";
    assertThat(found(Check.ExecutableAttachments, part)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"report.pdf", "exe", "exe.pdf", "a.exe.pdf", ".", "...", "com.example.txt"})
  void otherFilesAreNone(String name) throws IOException {
    assertThat(
            found(
                Check.ExecutableAttachments,
                "Content-Disposition: attachment; filename=\"" + name + "\"\n\nx\n"))
        .isEmpty();
  }

  @Test
  void missingFieldsAreNamed() throws IOException {
    assertThat(found(Check.MissingFields, "\nHi\n").orElseThrow().evidence())
        .containsExactly("Message-ID", "Date");
    assertThat(found(Check.MissingFields, "DATE : x\n\nHi\n").orElseThrow().evidence())
        .containsExactly("Message-ID");
    assertThat(found(Check.MissingFields, HEAD + "\nHi\n")).isEmpty();
  }

  @Test
  void authorsThatNoKeySignsForAreNamed() throws IOException {
    var found = lint(HEAD + "\nHi\n", 1, DomainName.of("bücher.example")).findings();
    assertThat(found)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.check()).isEqualTo(Check.FromAlignment);
              assertThat(it.evidence()).containsExactly("xn--bcher-kva.example");
            });
  }

  @Test
  void theScoreIsNeverBelowZero() throws IOException {
    var worst =
        "Precedence: bulk\nSubject: FREE URGENT CLICK HERE\nContent-Type: multipart/mixed;"
            + " boundary=b\n\n--b\nContent-Type: text/html\n\nhttp://bit.ly/x"
            + "x".repeat(3_000)
            + "\n--b\nContent-Type: application/hta\n\n\n--b--\n";
    var report = lint(worst, 1, DomainName.of("other.example"));
    assertThat(report.findings()).extracting(ContentFinding::check).containsExactly(Check.values());
    assertThat(report.score()).isZero();
  }

  @Test
  void makesOnlyTheChecksThatAreWanted() throws IOException {
    var octets = "\r\nFREE\r\n".getBytes(StandardCharsets.UTF_8);
    var report =
        MessageLint.of(
            new ByteArrayInputStream(octets),
            octets.length,
            new LintRequest(EnumSet.of(Check.Size), List.of("FREE"), 1, 1, List.of()));
    assertThat(report.findings()).extracting(ContentFinding::check).containsExactly(Check.Size);
  }

  @Test
  void evidenceIsBoundedAndHasNoControlCharacters() throws IOException {
    var parts = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 0; i < 30; i++) {
      parts.append("--b\nContent-Disposition: attachment; filename*=utf-8''%1B%E2%80%AE");
      parts.append("y".repeat(300)).append(i).append(".exe\n\nx\n");
    }
    var evidence = found(Check.ExecutableAttachments, parts + "--b--\n").orElseThrow().evidence();
    assertThat(evidence).hasSize(ContentFinding.MOST_EVIDENCE);
    assertThat(evidence)
        .allSatisfy(
            text ->
                assertThat(text)
                    .hasSize(ContentFinding.MOST_SHOWN + 1)
                    .startsWith("\ufffd\ufffdyyy")
                    .endsWith("…"));
  }

  @Test
  void aDiskThatFailsIsNoFinding() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk");
          }
        };
    assertThatThrownBy(
            () ->
                MessageLint.of(
                    broken,
                    1,
                    new LintRequest(EnumSet.allOf(Check.class), List.of(), 1, 1, List.of())))
        .isInstanceOf(IOException.class)
        .hasMessage("disk");
  }

  @Test
  void looksAtSoManyPartsAndNoMore() throws IOException {
    var parts = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
    parts.append("--b\n\nx\n".repeat(MessageReading.MOST_PARTS));
    assertThat(found(Check.SpamWords, parts + "--b\n\nURGENT\n--b--\n")).isEmpty();
    assertThat(
            found(
                Check.SpamWords,
                parts.substring(0, parts.length() - "--b\n\nx\n".length())
                    + "--b\n\nURGENT\n--b--\n"))
        .isPresent();
  }
}
