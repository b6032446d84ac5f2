package io.mailhelm.smtp.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.mime.MimeReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of attachments as programs write them, with RFC 2231, against it and without it. */
class FieldParameterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          filename="plain.txt"                                                  | plain.txt
          filename="Bob's & Al's.txt"                                           | Bob's & Al's.txt
          filename="100%25.txt"                                                 | 100%25.txt
          FileName=x.txt; FILENAME=y.txt                                        | x.txt
          filename*=utf-8'de'na%C3%AFve.txt                                     | naïve.txt
          filename*=utf-8''Al's.txt                                             | Al's.txt
          filename*=iso-2022-jp'ja'%1B%24B%46%7C%4B%5C%1B%28B.txt               | 日本.txt
          filename*=UTF-8''😀%20.pdf                                             | 😀 .pdf
          filename*=x-none''a%41.txt                                            | aA.txt
          filename*=utf-8''%zz%4                                                | %zz%4
          filename*=no%20charset                                                | no%20charset
          filename=plain.txt; filename*=utf-8''na%C3%AFve.txt                   | naïve.txt
          filename*=utf-8''na%C3%AFve.txt; filename=plain.txt                   | naïve.txt
          filename*0="long "; filename*1=name.txt                               | long name.txt
          filename*1*=%C3%9Fe.txt; filename*0*=utf-8''Gr%C3%BC                  | Grüße.txt
          filename*0*=utf-8''a%C3; filename*1*=%BC.txt                          | aü.txt
          filename*0*=utf-8''Gr%C3%BC; filename*1="100%25.txt"                  | Grü100%25.txt
          filename*0=a; filename*2=c                                            | a
          filename*1=b; filename=whole.txt                                      | whole.txt
          filename*01=b; filename*x=c                                           | attachment-0
          """)
  void isPutTogetherAndDecoded(String written, String name) throws IOException {
    var message =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Disposition: attachment; "
            + written
            + "\r\n\r\nx\r\n--b--\r\n";
    var content =
        MimeReader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
    assertThat(content.attachments().getFirst().name()).isEqualTo(name);
  }
}
