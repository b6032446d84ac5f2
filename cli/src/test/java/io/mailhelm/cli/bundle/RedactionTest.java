package io.mailhelm.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final byte[] KEY = {1, 2, 3};

  private static String redacted(String text, String... secrets) {
    return new Redaction(List.of(secrets), false, KEY).of(text);
  }

  @Test
  void takesAValueOutAsItIsInBase64AndLineByLine() {
    var secret = "first line\nsecond line\n";
    var base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));

    assertThat(redacted("a %s b".formatted(secret), secret)).doesNotContain("line");
    assertThat(redacted("data: " + base64, secret)).isEqualTo("data: (taken out)");
    assertThat(redacted("only second line here", secret)).isEqualTo("only (taken out) here");
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
