package io.mailhelm.smtp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SevenBitTest {
  private static final String TEXT_HEADER =
      "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
          + "Content-Transfer-Encoding: 8bit\r\nTo: b@there.example\r\n\r\n";

  /** A message of parts; line ends are CRLF. */
  private static final String PARTS =
      """
      Subject: parts
      MIME-Version: 1.0
      Content-Type: multipart/mixed;
       boundary="a b"
      Content-Transfer-Encoding: 8bit

      preamble
      --a b
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: 8bit

      <p>größer</p>
      --a b \s
      Content-Type: application/json
      Content-Transfer-Encoding: 8bit

      {"wort": "größer"}

      --a b
      Content-Type: image/png
      Content-Transfer-Encoding: base64

      AAAA
      --a b
      Content-Type: multipart/signed; boundary=s; protocol="x/y"; micalg=z

      --s

      as it is =20\s
      --s
      Content-Type: application/pkcs7-signature

      sig
      --s--
      --a b
      Content-Type: message/rfc822
      Content-Transfer-Encoding: 8bit

      Subject: inner

      außen
      --a b
      Content-Type: multipart/digest; boundary=a

      --a

      Subject: of a digest

      Überall
      --a--
      --a b

      no header
      --a b--
      epilogue
      """
          .replace("\n", "\r\n");

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> encoded(byte[] message) throws IOException {
    var plan = SevenBit.of(new ByteArrayInputStream(message));
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    try (var in = plan.get().encode(new ByteArrayInputStream(message))) {
      var encoded = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(encoded).matches("\\p{ASCII}*");
      return Optional.of(encoded);
    }
  }

  private static String encoded(String message) throws IOException {
    return encoded(octets(message)).orElseThrow();
  }

  /** The content of each leaf, decoded by another implementation. */
  private static List<byte[]> leaves(byte[] message) throws Exception {
    var found = new ArrayList<byte[]>();
    leaves(
        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message)),
        found);
    return found;
  }

  private static void leaves(Part part, List<byte[]> found) throws Exception {
    if (part.isMimeType("multipart/*")) {
      var parts = (Multipart) part.getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart each = parts.getBodyPart(i);
        leaves(each, found);
      }
    } else if (part.isMimeType("message/rfc822")) {
      leaves((Part) part.getContent(), found);
    } else {
      try (InputStream in = part.getInputStream()) {
        found.add(in.readAllBytes());
      }
    }
  }

  @Test
  void encodesTextAsQuotedPrintable() throws Exception {
    var body = "größer = \r\ntab\t\r\n\r\n.\r\nFrom x\r\n" + "ü".repeat(100) + "\r\nend";
    var encoded = encoded(TEXT_HEADER + body + "\r\n");
    assertThat(encoded)
        .startsWith(TEXT_HEADER.replace("8bit", "quoted-printable"))
        .contains("\r\n\r\ngr=C3=B6=C3=9Fer =3D=20\r\ntab=09\r\n\r\n.\r\nFrom x\r\n")
        .endsWith("\r\nend\r\n");
    assertThat(leaves(octets(encoded))).containsExactly(octets(body + "\r\n"));
  }

  @Test
  void encodesOctetsAsBase64() throws Exception {
    var header = TEXT_HEADER.replace("text/plain; charset=utf-8", "application/octet-stream");
    var body = "ü \r\n".repeat(40);
    var encoded = encoded(header + body);
    assertThat(encoded).startsWith(header.replace("8bit", "base64")).endsWith("\r\n");
    assertThat(leaves(octets(encoded))).containsExactly(octets(body));
  }

  @Test
  void keepsStructureBoundariesAndWhatIsSevenBitAlready() throws Exception {
    var encoded = encoded(PARTS);
    var expected =
        PARTS
            .replaceFirst("8bit\r\n\r\npreamble", "7bit\r\n\r\npreamble")
            .replaceFirst("8bit\r\n\r\n<p>größer", "quoted-printable\r\n\r\n<p>gr=C3=B6=C3=9Fer")
            .replaceFirst(
                "8bit\r\n\r\n\\{\"wort\": \"größer\"}\r\n",
                "base64\r\n\r\neyJ3b3J0IjogImdyw7bDn2VyIn0NCg==")
            .replaceFirst("8bit\r\n\r\nSubject: inner", "7bit\r\n\r\nSubject: inner")
            .replaceFirst(
                "inner\r\n\r\naußen",
                "inner\r\nContent-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\n"
                    + "au=C3=9Fen")
            .replaceFirst(
                "digest\r\n\r\nÜberall",
                "digest\r\nContent-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\n"
                    + "=C3=9Cberall");
    assertThat(encoded).isEqualTo(expected);
    var before = leaves(octets(PARTS));
    var after = leaves(octets(encoded));
    assertThat(before).hasSize(8);
    assertThat(before.remove(6)).isNotEmpty(); // that parser takes the message in a digest for text
    assertThat(after.remove(6)).isNotEmpty();
    assertThat(after).containsExactlyElementsOf(before);
  }

  @Test
  void saysThatItIsMimeWhereItDoesNot() throws Exception {
    assertThat(encoded("Subject: x\r\n\r\nü\r\n"))
        .isEqualTo(
            "Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\n=C3=BC\r\n");
  }

  @Test
  void leavesAMessageWithout8BitOctetsAsItIs() throws Exception {
    var message = "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx";
    assertThat(encoded(message)).isEqualTo(message);
  }

  /** RFC 2046 §5.1.2: the outer boundary ends an inner multipart that nobody closed. */
  @Test
  void readsOnBehindPartsThatAreNotClosed() throws Exception {
    var message =
        """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=a

        --a
        Content-Type: multipart/mixed; boundary=b

        --b

        ü
        --a
        Content-Type: application/x

        ü
        --a--
        """
            .replace("\n", "\r\n");
    assertThat(encoded(message))
        .contains("quoted-printable\r\n\r\n=C3=BC\r\n--a\r\n", "base64\r\n\r\nw7w=\r\n--a--\r\n");
  }

  /** RFC 2046 §5.1.1: the empty line belongs to the content, so a part without one may lack it. */
  @Test
  void takesPartsWithoutContent() throws Exception {
    var message =
        """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=a

        --a
        --a
        Content-Type: application/x
        Content-Transfer-Encoding: 8bit
        --a
        Content-Type: multipart/mixed; boundary=b
        --a
        Content-Type: text/plain; charset=utf-8

        ü
        --a
        Content-Type: text/plain
        """
            .replace("\n", "\r\n");
    assertThat(encoded(message))
        .isEqualTo(
            message
                .replace("8bit", "7bit")
                .replace(
                    "utf-8\r\n\r\nü",
                    "utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=BC"));
  }

  @Test
  void makesNoBoundaryOfALineThatIsCut() throws Exception {
    var line = "ü" + "x".repeat(69) + "--b--";
    var message =
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            + line
            + "\r\n--b--\r\n";
    var encoded = encoded(message);
    assertThat(encoded).contains("=\r\n=2D-b--\r\n--b--\r\n");
    assertThat(leaves(octets(encoded))).containsExactly(octets(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: ü\n\nx\n",
        "Content-Type: multipart/signed; boundary=b\n\n--b\n\nü\n--b--\n",
        "Content-Type: Multipart/Encrypted; boundary=b\n\n--b\n\nü\n--b--\n",
        "Content-Type: multipart/mixed\n\nü\n",
        "Content-Type: multipart/mixed; boundary=b\n\nü\n--b\n\nx\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\nü\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Description: ü\n\nx\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nX: y\n--b--\nü\n",
        "Content-Type: message/partial; id=1\n\nü\n",
        "Content-Type: message/rfc822\n\nSubject: ü\n\nx\n",
        "Content-Transfer-Encoding: base64\n\nü\n",
        "Content-Transfer-Encoding: quoted-printable\n\nü\n",
        "Content-Transfer-Encoding: x-own\n\nü\n",
        "Content-Transfer-Encoding: 8bit\nContent-Transfer-Encoding: 7bit\n\nü\n",
        "Content-Type: text/plain\nContent-Type: text/html\n\nü\n",
      })
  void changesNothingThatIsSealedOrUnclear(String message) throws Exception {
    assertThat(encoded(octets(message.replace("\n", "\r\n")))).isEmpty();
  }

  @Test
  void changesNothingThatIsTooDeep() throws Exception {
    var deep =
        "Content-Type: message/rfc822\r\n\r\n".repeat(MessageWalk.MAX_DEPTH + 1) + "\r\nü\r\n";
    assertThat(encoded(octets(deep))).isEmpty();
    assertThat(encoded(octets(deep.substring(64)))).isPresent();
  }

  @Test
  void bringsBackEveryOctetOfWhateverText() throws Exception {
    var random = new Random(6152);
    var pieces = List.of(" ", "\t", "\r\n", "ü", "=", "x", "-", ".", "--b", "x".repeat(9_000));
    for (int round = 0; round < 300; round++) {
      var body = new StringBuilder("ü");
      for (int i = random.nextInt(200); i > 0; i--) {
        body.append(pieces.get(random.nextInt(round % 10 == 0 ? pieces.size() : 9)));
      }
      body.append("\r\n");
      for (var type : List.of("text/plain; charset=utf-8", "application/x")) {
        var message = TEXT_HEADER.replace("text/plain; charset=utf-8", type) + body;
        var encoded = encoded(message);
        assertThat(encoded.lines()).allMatch(line -> line.length() <= PartEncoder.MAX_LINE);
        assertThat(leaves(octets(encoded))).containsExactly(octets(body.toString()));
      }
    }
  }

  @Test
  void isTheSameHoweverItIsRead() throws Exception {
    var plan = SevenBit.of(new ByteArrayInputStream(octets(PARTS))).orElseThrow();
    var random = new Random(1);
    var trickling =
        new FilterInputStream(new ByteArrayInputStream(octets(PARTS))) {
          @Override
          public int read(byte[] octets, int from, int length) throws IOException {
            return super.read(octets, from, Math.min(length, 1 + random.nextInt(7)));
          }
        };
    var out = new StringBuilder();
    try (var in = plan.encode(trickling)) {
      for (int octet; (octet = in.read()) >= 0; ) {
        out.append((char) octet);
      }
    }
    assertThat(out.toString()).isEqualTo(encoded(PARTS));
  }

  private static String readAs7bit(String message) throws IOException {
    var octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    var plan = SevenBit.of(new ByteArrayInputStream(octets));
    return plan.isEmpty()
        ? "not encoded"
        : new String(
            plan.get().encode(new ByteArrayInputStream(octets)).readAllBytes(),
            StandardCharsets.US_ASCII);
  }

  @Test
  void anEncodedLineIsNoBoundary() throws IOException {
    var message =
        """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="a=3D"

        --a=3D
        Content-Type: text/plain; charset=utf-8

        ä
        --a=
        rest
        --a=3D--
        """;
    assertThat(readAs7bit(message)).contains("=2D-a=3D\r\nrest\r\n--a=3D--\r\n");
  }

  @Test
  void aMessageInsideThatIsSignedStaysAsItIs() throws IOException {
    var message =
        """
        MIME-Version: 1.0
        Content-Type: message/rfc822

        DKIM-Signature: v=1
        Content-Type: text/plain; charset=utf-8

        ä
        """;
    assertThat(readAs7bit(message)).isEqualTo("not encoded");
    assertThat(readAs7bit(message.replace("DKIM-Signature", "X-Other"))).contains("=C3=A4");
  }

  @Test
  void aCommentBehindTheEncodingChangesNothing() throws IOException {
    var message =
        """
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit (as it is)

        ä
        """;
    assertThat(readAs7bit(message)).contains("=C3=A4");
  }
}
