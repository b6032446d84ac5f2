package io.mailhelm.smtp.api.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.smtp.lint.LintReport;
import io.mailhelm.smtp.lint.LintRequest;
import io.mailhelm.smtp.lint.MessageLint;
import io.mailhelm.smtp.mime.PartWalk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets are a message: opening one never fails, ends soon, and keeps little. A failure names
 * the seed and the turn; {@code -Dmailhelm.fuzz.seconds=60} goes on for longer than the few turns
 * of every build, from a seed of its own.
 */
class MimeFuzzTest {
  private static final int TURNS = 2_000;
  private static final long SEED = 20_261_123;
  private static final List<String> WORDS =
      List.of(
          "Content-Type: multipart/mixed; boundary=b\r\n",
          "Content-Type: multipart/mixed; boundary=\"\"\r\n",
          "Content-Type: message/rfc822\r\n",
          "Content-Transfer-Encoding: base64\r\n",
          "Content-Transfer-Encoding: quoted-printable\r\n",
          "Content-Disposition: attachment; filename*0*=utf-8''%; filename*1*=%zz\r\n",
          "Subject: =?utf-8?q?=?= =?x?b?====?= =?\r\n",
          "--b\r\n",
          "--b--\r\n",
          "\r\n\r\n",
          "=?utf-8?b?",
          "\u0000",
          ";\"\\(",
          "charset=");

  @Test
  @Timeout(600)
  void opensAnyOctets() throws IOException, URISyntaxException {
    var seconds = Integer.getInteger("mailhelm.fuzz.seconds", 0);
    var seed = seconds > 0 ? System.nanoTime() : SEED;
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var corpus = corpus();
    var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (int turn = 0; turn < TURNS || System.nanoTime() < end; turn++) {
      var message = mutate(corpus.get(random.nextInt(corpus.size())), corpus, random);
      try {
        check(message);
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError("seed %d, turn %d".formatted(seed, turn), e);
      }
    }
  }

  @Test
  void opensTheCorpusAsItIs() throws IOException, URISyntaxException {
    for (var message : corpus()) {
      check(message);
    }
  }

  private static void check(byte[] message) throws IOException {
    lint(message);
    var content = MimeReader.read(new ByteArrayInputStream(message));
    assertThat(content.text().map(String::length).orElse(0))
        .isLessThanOrEqualTo(MimeReader.MAX_TEXT + PartWalk.MAX_PARTS);
    for (var listed : content.attachments()) {
      var opened = MimeReader.attachment(new ByteArrayInputStream(message), listed.index());
      assertThat(opened).isPresent();
      try (var octets = opened.orElseThrow().content()) {
        assertThat(octets.readAllBytes()).hasSize(Math.toIntExact(listed.size()));
      }
    }
  }

  private static void lint(byte[] message) throws IOException {
    var report =
        MessageLint.of(
            new ByteArrayInputStream(message),
            message.length,
            new LintRequest(
                EnumSet.allOf(Check.class), ContentRules.SPAM_WORDS, 100, 1, List.of()));
    assertThat(report.score()).isBetween(0, LintReport.BEST);
    assertThat(report.findings())
        .allSatisfy(
            finding ->
                assertThat(finding.evidence())
                    .allSatisfy(text -> assertThat(text.chars()).noneMatch(c -> c < ' ')));
  }

  private static byte[] mutate(byte[] message, List<byte[]> corpus, RandomGenerator random) {
    var mutant = message;
    for (int i = random.nextInt(6); i >= 0; i--) {
      var at = random.nextInt(mutant.length + 1);
      var to = at + random.nextInt(mutant.length - at + 1);
      mutant =
          switch (random.nextInt(6)) {
            case 0 -> joined(mutant, 0, at, word(random), mutant, at);
            case 1 -> joined(mutant, 0, at, new byte[0], mutant, to);
            case 2 -> joined(mutant, 0, to, new byte[0], mutant, at);
            case 3 -> flipped(mutant, random);
            case 4 -> {
              var other = corpus.get(random.nextInt(corpus.size()));
              yield joined(mutant, 0, at, new byte[0], other, random.nextInt(other.length + 1));
            }
            default -> joined(mutant, 0, at, new byte[0], mutant, mutant.length);
          };
      if (mutant.length > 1 << 18) {
        mutant = java.util.Arrays.copyOf(mutant, 1 << 16);
      }
    }
    return mutant;
  }

  private static byte[] word(RandomGenerator random) {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] flipped(byte[] message, RandomGenerator random) {
    var copy = message.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static byte[] joined(
      byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom) {
    var all = new java.io.ByteArrayOutputStream();
    all.write(head, from, to - from);
    all.writeBytes(middle);
    all.write(tail, tailFrom, tail.length - tailFrom);
    return all.toByteArray();
  }

  private static List<byte[]> corpus() throws IOException, URISyntaxException {
    var folder =
        Path.of(Objects.requireNonNull(MimeFuzzTest.class.getResource("/fuzz/mime")).toURI());
    var messages = new ArrayList<byte[]>();
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        messages.add(Files.readAllBytes(file));
      }
    }
    assertThat(messages).isNotEmpty();
    return messages;
  }
}
