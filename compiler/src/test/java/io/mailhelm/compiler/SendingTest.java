package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.DkimStatus;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SendingTest {
  private static final String POLICY =
      """
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: SendPolicy
      metadata: {name: p}
      spec:
        domainRef: {name: example-com}
        default: true
        routes:
          - {recipients: ["*"], relay: {host: relay.example, credentialsSecretRef: {name: smarthost}}}
      """;

  private static String login(String password) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: smarthost}
    stringData: {username: apikey, password: %s}
    """
        .formatted(password);
  }

  private static ServerConfig config(String text, Optional<ServerConfig> lastGood) {
    return Compiler.compile(
            Caller.onLaptop().input(Declared.read(Declared.DOMAIN + text), Map.of(), lastGood))
        .config()
        .orElseThrow();
  }

  @Test
  void passwordThatChangesIsAnotherConfigAndStandsInAKeyShardOnly() {
    var before = config(POLICY + login("first"), Optional.empty());
    var after = config(POLICY + login("second"), Optional.of(before));

    assertThat(after.credentials())
        .containsExactly(new RelayCredential("relay/smarthost", "apikey", "second"));
    assertThat(ConfigDocument.of(after).hash()).isNotEqualTo(ConfigDocument.of(before).hash());
    assertThat(after.sendPolicies()).isEqualTo(before.sendPolicies());
    assertThat(new String(ConfigDocument.of(after).parts().get("index"), StandardCharsets.UTF_8))
        .contains("relay/smarthost")
        .doesNotContain("second", "apikey");
  }

  @Test
  void policyThatIsKeptLogsInAsItsSecretSaysNow() {
    var before = config(POLICY + login("first"), Optional.empty());
    var refused = POLICY + "  limits: {perHour: 2, perDay: 1}\n";
    var after = config(refused + login("second"), Optional.of(before));

    assertThat(after.sendPolicies()).isEqualTo(before.sendPolicies());
    assertThat(after.credentials()).extracting(RelayCredential::password).containsExactly("second");
  }

  @Test
  void loginWhoseSecretIsGoneGoesOnWithItsPolicyAndGoesWithIt() {
    var before = config(POLICY + login("first"), Optional.empty());

    assertThat(config(POLICY, Optional.of(before))).isEqualTo(before);
    assertThat(config("", Optional.of(before)).credentials()).isEmpty();
  }

  @Test
  void statusHasTheRecordThatVerifiesWhatTheKeySigns() throws GeneralSecurityException {
    var compilation =
        Compiler.compile(
            Caller.onLaptop().input(Declared.read(Declared.DOMAIN), Map.of(), Optional.empty()));
    var now = Instant.parse("2026-11-23T10:00:00Z");
    var dkim =
        new Statuses(compilation, ObservedState.process(now, compilation.config(), true))
            .mailDomain(
                StatusSubject.of(new ResourceRef("MailDomain", "default", "example-com")),
                Optional.empty())
            .dkim();

    assertThat(dkim.activeSelector()).isEqualTo("rsa2048");
    assertThat(dkim.keys())
        .extracting(DkimStatus.Key::selector)
        .containsExactly("rsa2048", "ed25519");
    assertThat(dkim.keys()).allMatch(key -> key.stage() == DkimStatus.Stage.Active);
    var rsa = dkim.keys().get(0).record();
    var ed25519 = dkim.keys().get(1).record();
    assertThat(rsa).startsWith("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A");
    assertThat(ed25519).matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=");
    var config = compilation.config().orElseThrow();
    assertThat(verifies(config, "rsa2048", "RSA", "SHA256withRSA", published(rsa))).isTrue();
    // What stands before the 32 octets of a key in the form that Java takes (RFC 8410 §4).
    var prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    var spki = new byte[prefix.length + 32];
    System.arraycopy(prefix, 0, spki, 0, prefix.length);
    System.arraycopy(published(ed25519), 0, spki, prefix.length, 32);
    assertThat(verifies(config, "ed25519", "Ed25519", "Ed25519", spki)).isTrue();
  }

  private static byte[] published(String record) {
    return Base64.getDecoder().decode(record.substring(record.indexOf("p=") + 2));
  }

  private static boolean verifies(
      ServerConfig config, String selector, String type, String algorithm, byte[] published)
      throws GeneralSecurityException {
    var pem =
        config.keys().stream()
            .filter(key -> key.name().equals("dkim/example-com/" + selector))
            .map(KeyPem::privateKey)
            .findFirst()
            .orElseThrow();
    var octets = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    var keys = KeyFactory.getInstance(type);
    var signer = Signature.getInstance(algorithm);
    signer.initSign(keys.generatePrivate(new PKCS8EncodedKeySpec(octets)));
    signer.update(octets);
    var verifier = Signature.getInstance(algorithm);
    verifier.initVerify(keys.generatePublic(new X509EncodedKeySpec(published)));
    verifier.update(octets);
    return verifier.verify(signer.sign());
  }

  @Test
  void requirementsNameTheSecretsOfKeysAndLogins() {
    var needs = Requirements.of(Declared.read(Declared.DOMAIN + POLICY));

    assertThat(needs.logins()).containsExactly(new SecretName("default", "smarthost"));
    assertThat(needs.dkim())
        .extracting(dkim -> dkim.secret().toString(), Requirements.Dkim::generated)
        .containsExactly(org.assertj.core.api.Assertions.tuple("default/example-com-dkim", true));
  }
}
