package io.mailhelm.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.keys.Verifiers.Password;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class VerifiersTest {
  private static final ResourceRef ALICE = new ResourceRef("MailUser", "default", "alice");
  private static final ResourceRef BOB = new ResourceRef("MailUser", "default", "bob");

  private final byte[] saltKey = Randomness.octets(Verifiers.SALT_KEY_OCTETS);

  /** The exchange of RFC 7677 §3. */
  @Test
  void answersTheExampleOfRfc7677() throws Exception {
    var salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    var nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    var message =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,r=%s,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=%s"
            .formatted(nonce, nonce);
    var proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

    var verifier = Scram.verifier("pencil".getBytes(StandardCharsets.US_ASCII), salt, 4096);

    var clientKey = hmac(verifier.storedKey(), message);
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= proof[i];
    }
    assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey))
        .isEqualTo(verifier.storedKey());
    assertThat(Base64.getEncoder().encodeToString(hmac(verifier.serverKey(), message)))
        .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Test
  void givesEqualBytesForEqualInputAlsoAfterARestart() throws Exception {
    var first = verifiers().of(List.of(chosen(ALICE, "secret")), Optional.empty());
    var second = verifiers().of(List.of(chosen(ALICE, "secret")), Optional.empty());

    assertThat(second).isEqualTo(first);
  }

  @Test
  void aLineEndAfterAPasswordIsNoPartOfIt() {
    var secret = new SecretName("default", "alice");
    var address = new Mailbox("alice", DomainName.of("example.com"));
    var needed = new Requirements.Password(ALICE, address, secret, "password", false);
    var requirements =
        new Requirements(List.of(needed), List.of(), List.of(), List.of(), List.of(), List.of());
    for (var written : List.of("secret", "secret\n", "secret\r\n")) {
      var kept = Map.of(secret, Map.of("password", written.getBytes(StandardCharsets.UTF_8)));
      assertThat(Verifiers.passwords(requirements, kept, any -> false))
          .singleElement()
          .satisfies(password -> assertThat(password.octets()).asString().isEqualTo("secret"));
    }
  }

  @Test
  void keyForDecoysStaysAsLongAsTheSaltKeyDoes() {
    assertThat(verifiers().decoyKey()).isEqualTo(verifiers().decoyKey());
    assertThat(verifiers().decoyKey().octets()).hasSize(32).isNotEqualTo(saltKey);
    assertThat(new Verifiers(Randomness.octets(Verifiers.SALT_KEY_OCTETS)).decoyKey())
        .isNotEqualTo(verifiers().decoyKey());
  }

  @Test
  void saltsDifferWithAddressAndPassword() throws Exception {
    var one =
        verifiers().of(List.of(chosen(ALICE, "secret"), chosen(BOB, "secret")), Optional.empty());
    var other = verifiers().of(List.of(chosen(ALICE, "other")), Optional.empty());

    assertThat(one.get(ALICE).salt()).isNotEqualTo(one.get(BOB).salt());
    assertThat(one.get(ALICE).salt()).isNotEqualTo(other.get(ALICE).salt());
  }

  @Test
  void chosenPasswordsGetMoreIterationsThanGeneratedOnes() throws Exception {
    var made =
        verifiers()
            .of(
                List.of(
                    chosen(ALICE, "secret"),
                    new Password(BOB, Mailbox.of("bob@example.test"), Randomness.octets(24), true)),
                Optional.empty());

    assertThat(made.get(ALICE).iterations()).isEqualTo(ScramVerifier.CHOSEN_ITERATIONS);
    assertThat(made.get(BOB).iterations()).isEqualTo(ScramVerifier.GENERATED_ITERATIONS);
  }

  private Verifiers verifiers() {
    return new Verifiers(saltKey);
  }

  private static Password chosen(ResourceRef user, String text) {
    return new Password(
        user,
        new Mailbox(user.name(), DomainName.of("example.test")),
        text.getBytes(StandardCharsets.UTF_8),
        false);
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
  }
}
