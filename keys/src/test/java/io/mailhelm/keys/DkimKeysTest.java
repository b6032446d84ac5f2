package io.mailhelm.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
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

  private static PKCS8EncodedKeySpec spec(byte[] pem) {
    var text = new String(pem, StandardCharsets.US_ASCII).replaceAll("-----.*-----", "");
    return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
  }
}
