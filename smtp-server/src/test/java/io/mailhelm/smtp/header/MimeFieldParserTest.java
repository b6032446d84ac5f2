package io.mailhelm.smtp.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.junit.jupiter.api.Test;

class MimeFieldParserTest {
  /** Of which fields are made; none begins an encoded word. */
  private static final List<String> PIECES =
      List.of("a", "b=", ";", " ", "\t", "\"", "\\", "(", ")", "=", "?", "*0", "ü", "%41", "\r\n ");

  private static String parsed(RawFieldParser parser, String field) {
    var body = parser.parseRawBody(new RawField("Content-Type", field));
    return body.getValue() + body.getParams();
  }

  @Test
  void readsWhatTheLibraryReads() {
    var random = new Random(20261130);
    for (int round = 0; round < 20_000; round++) {
      var field = new StringBuilder("text/plain; ");
      for (int piece = random.nextInt(20); piece > 0; piece--) {
        field.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      if (!field.toString().contains("\"=?")) {
        assertThat(parsed(MimeFieldParser.INSTANCE, field.toString()))
            .as("%s", field)
            .isEqualTo(parsed(RawFieldParser.DEFAULT, field.toString()));
      }
    }
  }

  @Test
  void decodesNoWords() {
    var written = "multipart/mixed; boundary=\"=?utf-8?q?b?=\"";
    var body = MimeFieldParser.INSTANCE.parseRawBody(new RawField("Content-Type", written));
    assertThat(body.getParams())
        .extracting(NameValuePair::getValue)
        .containsExactly("=?utf-8?q?b?=");
  }
}
