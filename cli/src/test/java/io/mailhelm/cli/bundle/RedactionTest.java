package io.mailhelm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final byte[] KEY = {1, 2, 3};

  private static String redacted(String text, String... secrets) {
    return new Redaction(List.of(secrets), false, KEY).of(text);
  }

  @Test
  void takesAValueOutAsItIsInBase64AndLineByLine() {
    var secret = "first line\nsecond line\n";
    var base64 = Base64.getEncoder().encodeToString(secret.getBytes(UTF_8));

    assertThat(redacted("a %s b".formatted(secret), secret)).doesNotContain("line");
    assertThat(redacted("data: " + base64, secret)).isEqualTo("data: (taken out)");
    assertThat(redacted("only second line here", secret)).isEqualTo("only (taken out) here");
  }

  private static final String ODD = "a\"b\\c/dé +&<𝄞>\t'e=f%41";

  static Stream<Arguments> encoded() throws Exception {
    var octets = ODD.getBytes(UTF_8);
    var hex = HexFormat.of().formatHex(octets);
    var json = new ObjectMapper().writeValueAsString(ODD);
    var ascii = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    var form = URLEncoder.encode(ODD, UTF_8);
    var base64 = Base64.getEncoder().encodeToString(octets);
    return Stream.of(
        arguments("JSON", json),
        arguments("JSON in ASCII", ascii.writeValueAsString(ODD)),
        arguments("JSON with every character escaped", escaped("\\u%04x")),
        arguments("JSON in capitals", escaped("\\u%04X")),
        arguments("JSON in JSON", ascii.writeValueAsString(json)),
        arguments("a form", form),
        arguments("a form in small letters", form.toLowerCase(Locale.ROOT)),
        arguments("an URL", form.replace("+", "%20")),
        arguments("every octet", hex.replaceAll("..", "%$0")),
        arguments("every octet in capitals", hex.toUpperCase(Locale.ROOT).replaceAll("..", "%$0")),
        arguments("quoted-printable", quotedPrintable()),
        arguments("base64", base64),
        arguments(
            "base64 for URLs", Base64.getUrlEncoder().withoutPadding().encodeToString(octets)),
        arguments("base64 in JSON", ascii.writeValueAsString(base64).replace("/", "\\/")),
        arguments("base64 in an URL", URLEncoder.encode(base64, UTF_8)),
        arguments("base64 in base64", Base64.getEncoder().encodeToString(base64.getBytes(UTF_8))),
        arguments("JSON in base64", Base64.getEncoder().encodeToString(json.getBytes(UTF_8))));
  }

  private static String escaped(String form) {
    return ODD.chars().mapToObj(form::formatted).collect(Collectors.joining());
  }

  private static String quotedPrintable() throws Exception {
    var octets = new ByteArrayOutputStream();
    try (var encoder = MimeUtility.encode(octets, "quoted-printable")) {
      encoder.write(ODD.getBytes(UTF_8));
    }
    return octets.toString(UTF_8).replace("=C3", "=C3=\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoded")
  void takesAValueOutHoweverItIsEncoded(String how, String text) {
    assertThat(redacted("before\n" + text + "\nafter", ODD).replaceAll("[\"\\\\]", ""))
        .isEqualTo("before\n(taken out)\nafter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "22", "333", "4444"})
  void takesAValueOutOfOtherBase64WhereverItBegins(String before) {
    for (var after : List.of("", "1", "22", "333")) {
      var octets = (before + "the password" + after).getBytes(UTF_8);
      for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
        for (var beside : List.of("", "/", "ab/", "abc/")) {
          assertThat(
                  redacted("x " + beside + encoder.encodeToString(octets) + " y", "the password"))
              .isEqualTo("x (taken out) y");
        }
      }
      var wrapped = Base64.getMimeEncoder(4, "\r\n  ".getBytes(UTF_8)).encodeToString(octets);
      assertThat(redacted("x " + wrapped + " y", "the password"))
          .matches("x ([A-Za-z0-9]{4}\\s+)?\\(taken out\\)(\\s+[A-Za-z0-9=]{4})? y");
    }
  }

  @Test
  void takesLoginsOutWithTheNameThatIsBesideThePassword() {
    var plain =
        Base64.getEncoder().encodeToString("\0alice@example.com\0the password".getBytes(UTF_8));

    assertThat(redacted("AUTH PLAIN " + plain, "the password")).isEqualTo("AUTH PLAIN (taken out)");
  }

  /** Where one part of the text ends that is looked at together, and the next begins. */
  @Test
  void takesAValueOutWhereverItIsInALongText() {
    var percent = "%74he%20password";
    var fill = " ".repeat((1 << 18) - 2 * percent.length());
    for (int shift = 0; shift < 3 * percent.length(); shift++) {
      var before = fill + " ".repeat(shift);
      assertThat(redacted(before + percent + ".", "the password").equals(before + "(taken out)."))
          .as("shifted by %d", shift)
          .isTrue();
    }
  }

  @Test
  void takesOutEveryValueThatOverlapsAnother() {
    assertThat(redacted("abcdefghijkl", "abcdefgh", "efghijkl")).isEqualTo("(taken out)");
    assertThat(redacted("xabcdefy", "abcdefgh", "abcdef", "bcdefz")).isEqualTo("x(taken out)y");
  }

  @Test
  void leavesWhatHasNoSecretAsItIs() {
    var text = "a%20b \\n c=3D\uD834\uDD1E +a/b== %zz \\u12 \\";

    assertThat(redacted(text, "the password")).isEqualTo(text);
  }

  @Test
  void takesTheLongerOutBeforeWhatIsPartOfIt() {
    assertThat(redacted("password-of-alice", "password", "password-of-alice"))
        .isEqualTo("(taken out)");
  }

  @Test
  void leavesShortValuesThatStandInOtherWords() {
    assertThat(redacted("a plain text", "plain")).isEqualTo("a plain text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer 0123456789abcdef",
        "authorization: basic YWxpY2U6c2VjcmV0",
        "smtp://alice:0123456789abcdef@mail.example.com",
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMHcCAQEE cut off"
      })
  void takesOutWhatHasTheFormOfASecret(String text) {
    assertThat(redacted(text))
        .contains("(taken out)")
        .doesNotContain("0123456789abcdef")
        .doesNotContain("YWxpY2U6c2VjcmV0")
        .doesNotContain("MHcC");
  }

  @Test
  void givesOneAddressOnePseudonymWithinAReport() {
    var text = redacted("from <alice@example.com> to \"alice@example.com\" and bob@example.com");

    assertThat(text).doesNotContain("alice", "bob").contains("@example.com");
    var alice = text.substring(text.indexOf('<') + 1, text.indexOf('@'));
    assertThat(text).contains("\"" + alice + "@example.com\"");
    assertThat(new Redaction(List.of(), false, new byte[] {9}).of("alice@example.com"))
        .isNotEqualTo(alice + "@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"john doe\"@example.com",
        "jörg@example.com",
        "o'brien+news@example.com",
        "alice@[192.0.2.1]",
        "user=alice@bücher.example"
      })
  void knowsAddressesOfAnyForm(String address) {
    assertThat(redacted("to " + address + "."))
        .doesNotContain("john", "doe", "jörg", "brien", "alice");
  }

  @Test
  void leavesAddressesWhereTheyAreAskedForAndDigestsOfImages() {
    assertThat(new Redaction(List.of(), true, KEY).of("alice@example.com"))
        .isEqualTo("alice@example.com");
    assertThat(redacted("mailhelm/smtp-server@sha256:0123")).contains("smtp-server@sha256:0123");
  }
}
