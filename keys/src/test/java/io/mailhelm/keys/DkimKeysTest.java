package io.mailhelm.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DkimKeysTest {
  @Test
  void makesOneUsableKeyForEachAlgorithm() throws Exception {
    var keys = DkimKeys.generate(List.of(DkimKeys.Algorithm.values()));

    assertThat(keys).containsOnlyKeys("ed25519.key", "rsa2048.key");
    var rsa =
        (RSAPrivateKey)
            KeyFactory.getInstance("RSA").generatePrivate(spec(keys.get("rsa2048.key")));
    assertThat(rsa.getModulus().bitLength()).isEqualTo(2048);
    assertThat(
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(spec(keys.get("ed25519.key")))
                .getAlgorithm())
        .isEqualTo("EdDSA");
  }

  @Test
  void addsOnlyTheKeysThatAreMissing() {
    var there = Map.of("ed25519.key", new byte[] {1}, "rsa2048.key", new byte[0]);

    var complete = DkimKeys.complete(there, List.of(DkimKeys.Algorithm.values()));

    assertThat(complete).containsOnlyKeys("ed25519.key", "rsa2048.key");
    assertThat(complete.get("ed25519.key")).isEqualTo(new byte[] {1});
    assertThat(complete.get("rsa2048.key")).isNotEmpty();
    assertThat(DkimKeys.complete(complete, List.of(DkimKeys.Algorithm.Ed25519)))
        .isEqualTo(complete);
  }

  private static PKCS8EncodedKeySpec spec(byte[] pem) {
    var text = new String(pem, StandardCharsets.US_ASCII).replaceAll("-----.*-----", "");
    return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
  }
}
