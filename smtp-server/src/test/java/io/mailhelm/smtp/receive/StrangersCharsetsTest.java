package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mailhelm.smtp.api.mime.MimeReader;
import io.mailhelm.smtp.bounce.FeedbackReader;
import io.mailhelm.smtp.fake.AskedCharsets;
import io.mailhelm.smtp.transfer.SevenBit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of charsets that nobody has cost a stranger's message no more than other text: the platform
 * is never asked for them, as each question searches all its providers anew.
 */
class StrangersCharsetsTest {
  /** Times what ordinary text of that length costs; a look-up a word costs hundreds. */
  private static final int ALLOWED = 50;

  private static final int FIELD = 16_000;
  private static final int RUNS = 5;

  private interface Reader {
    void read(InputStream message) throws IOException;
  }

  @Test
  void thePlatformWouldAskWhoCounts() {
    long before = AskedCharsets.asked();
    assertThat(Charset.isSupported("zq-asked")).isFalse();
    assertThat(AskedCharsets.asked()).isGreaterThan(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?zq?q?a?= ",
        "=?zq*de?b?YQ==?= ",
        "=?zq?q?a?=, =?utf-8?q?a?= ",
        "\"=?zq?q?a?=\" <a@b.example>, "
      })
  void isAskedForNoneOfAHeader(String words) {
    assertThat(asked(in -> summary(in.readAllBytes()), header(words))).isZero();
    assertThat(asked(MimeReader::read, header(words) + "\r\ntext\r\n")).isZero();
    assertThat(asked(StrangersCharsetsTest::sevenBit, header(words) + "\r\n\u00fc\r\n")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; charset=zq",
        "Content-Type: text/plain; charset*=zq''zq",
        "Content-Type: a/b; name*=zq''%41; name=\"=?zq?q?a?=\"",
        "Content-Type: a/b; name*0*=zq''%41; name*1*=%41",
        "Content-Disposition: attachment; filename*=zq''%41",
        "Content-Disposition: =?zq?q?a?=; filename=\"=?zq?q?a?=\"",
        "Content-Disposition: attachment; filename=\"zq''a\"",
        "Content-Type: multipart/mixed; boundary*=zq''b",
        "Content-Type: multipart/mixed; boundary=\"zq''b\"",
        "Content-Type: multipart/mixed; boundary=\"=?zq?q?b?=\"",
        "Content-Type: message/delivery-status; charset=zq"
      })
  void isAskedForNoneOfManyParts(String field) {
    var message =
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=parts\r\n\r\n"
            + "--parts\r\n%s\r\n\r\nt\u00e9xt\r\n".formatted(field).repeat(1_000)
            + "--parts--\r\n";
    for (var reader :
        Stream.<Reader>of(MimeReader::read, FeedbackReader::read, StrangersCharsetsTest::sevenBit)
            .toList()) {
      assertThat(asked(reader, message)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?",
        "=?=?q?",
        "=?zq?q?a?= ",
        "=?zq?b?YQ==?= =?zr?q?a?= ",
        "=?utf-8?q?a?= =?zq?q?a?=",
        "=?tis-620?q?a?= =?utf-8?q?a?= ",
        "=?iso-2022-jp?q?a?=b"
      })
  void costsLittleMoreThanOrdinaryText(String words) {
    var ordinary = cost(header("an ordinary word "));
    var strange = cost(header(words));
    assertThat(strange.octets()).isLessThan(ALLOWED * ordinary.octets());
    assertThat(strange.nanos()).isLessThan(ALLOWED * ordinary.nanos());
  }

  /** A header of the most that is looked at: 15 fields, each of 16,000 characters. */
  private static String header(String words) {
    var text = words.repeat(FIELD / words.length());
    return "From: %s\r\nSubject: %s\r\n".formatted(text, text)
        + "To: %s\r\n".formatted(text).repeat(13);
  }

  private static void summary(byte[] octets) {
    HeaderSection.of(octets, octets.length).summary();
  }

  private static void sevenBit(InputStream message) throws IOException {
    SevenBit.of(message);
  }

  private static long asked(Reader reader, String message) {
    long before = AskedCharsets.asked();
    try (var in = new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))) {
      reader.read(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return AskedCharsets.asked() - before;
  }

  /**
   * @param nanos of the processor
   * @param octets that were allocated
   */
  private record Cost(long nanos, long octets) {}

  /** The least of several runs: a busy machine does not matter. */
  private static Cost cost(String header) {
    var octets = header.getBytes(StandardCharsets.UTF_8);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = Long.MAX_VALUE;
    long allocated = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long octetsBefore = threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadCpuTime();
      summary(octets);
      nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - before);
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - octetsBefore);
    }
    return new Cost(nanos, allocated);
  }
}
