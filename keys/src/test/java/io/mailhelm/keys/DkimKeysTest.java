package io.mailhelm.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DkimKeysTest {
  @Test
  void makesOneUsableKeyForEachAlgorithm() throws Exception {
    var keys = DkimKeys.generate();

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

  private static DkimLedger ledger(String selector, DkimKey.Stage stage) {
    return new DkimLedger(
        List.of(
            new DkimLedger.Key(
                selector, DkimKey.Algorithm.Ed25519, stage, Instant.EPOCH, Optional.empty())));
  }

  @Test
  void keepsWhatTheLedgerNamesMakesWhatIsMissingAndDropsTheRest() throws Exception {
    var ledger = ledger("ed25519-20261123", DkimKey.Stage.Pending);
    var there =
        Map.of("rsa2048.key", new byte[] {1}, "ledger.json", new byte[0], "note", new byte[] {7});

    var kept = DkimKeys.keep(there, ledger);

    assertThat(kept).containsOnlyKeys("ed25519-20261123.key", "ledger.json", "note");
    assertThat(kept.get("note")).isEqualTo(new byte[] {7});
    assertThat(DkimLedger.in(kept)).contains(ledger);
    assertThat(
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(spec(kept.get("ed25519-20261123.key")))
                .getAlgorithm())
        .isEqualTo("EdDSA");
    assertThat(DkimKeys.keep(kept, ledger)).isEqualTo(kept);
  }

  @ParameterizedTest
  @EnumSource(value = DkimKey.Stage.class, mode = EnumSource.Mode.EXCLUDE, names = "Pending")
  void aKeyThatLostItsPrivateKeyLeavesTheLedgerBecauseAnotherWouldSignUnseen(DkimKey.Stage stage) {
    var lost = DkimKeys.keep(Map.of("s1.key", new byte[0]), ledger("s1", stage));

    assertThat(lost).containsOnlyKeys("ledger.json");
    assertThat(DkimLedger.in(lost)).contains(new DkimLedger(List.of()));
    assertThat(DkimKeys.keep(Map.of("s1.key", new byte[] {1}), ledger("s1", stage)))
        .containsOnlyKeys("ledger.json", "s1.key");
  }

  @Test
  void namesTheKeysOfBeforeThereWereLedgers() {
    var old =
        Map.of(
            "rsa2048.key",
            new byte[] {1},
            "ed25519.key",
            new byte[0],
            "own.key",
            new byte[] {1},
            "rsa2048-20270221.key",
            new byte[] {1});

    assertThat(DkimKeys.withoutLedger(old))
        .containsExactly(
            Map.entry("rsa2048", DkimKey.Algorithm.Rsa),
            Map.entry("rsa2048-20270221", DkimKey.Algorithm.Rsa));
    assertThat(DkimKeys.withoutLedger(DkimKeys.keep(old, ledger("s1", DkimKey.Stage.Pending))))
        .isEmpty();
  }

  private static PKCS8EncodedKeySpec spec(byte[] pem) {
    var text = new String(pem, StandardCharsets.US_ASCII).replaceAll("-----.*-----", "");
    return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
  }
}
