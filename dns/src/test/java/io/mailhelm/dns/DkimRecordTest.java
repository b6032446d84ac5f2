package io.mailhelm.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimRecordTest {
  private static final DkimKey RSA =
      new DkimKey("s", DkimKey.Algorithm.Rsa, DkimKey.Stage.Pending, "AAECAwQFBgcICQ==", "");
  private static final DkimKey ED25519 =
      new DkimKey("s", DkimKey.Algorithm.Ed25519, DkimKey.Stage.Pending, "AAECAwQFBgcICQ==", "");

  @Test
  void readsWhatIsPublishedForAKey() {
    for (var key : new DkimKey[] {RSA, ED25519}) {
      var record = DkimRecord.parse(key.record());

      assertThat(record.problems()).isEmpty();
      assertThat(record.verifies(key)).isTrue();
    }
    assertThat(DkimRecord.parse(RSA.record()).hasKey(ED25519)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p=AAECAwQFBgcICQ==",
        "v=DKIM1;p=AAECAwQFBgcICQ==;",
        " v = DKIM1 ; k = RSA ; p = AAEC AwQF\r\n\tBgcI CQ== ; ",
        "k=rsa; h=sha1 : sha256; s=other:email; t=y:s; n=a note; x=unknown; p=AAECAwQFBgcICQ",
      })
  void takesEverySpellingOfTheSameKey(String text) {
    assertThat(DkimRecord.parse(text).problems()).isEmpty();
    assertThat(DkimRecord.parse(text).verifies(RSA)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "v=DKIM1; k=rsa                      | it has no p=, the public key",
        "p=AAECAwQFBgcICQ==; v=DKIM1         | v= must be DKIM1 and come first",
        "v=DKIM2; p=AAECAwQFBgcICQ==         | v= must be DKIM1 and come first",
        "p=AAECAwQFBgcICQ==; p=AAEC          | p= is there twice",
        "v=DKIM1; p=!!!!                     | p= is not base64",
        "v=DKIM1; nonsense; p=AAECAwQFBgcICQ== | 'nonsense' is not name=value",
      })
  void saysWhatIsWrong(String text, String problem) {
    assertThat(DkimRecord.parse(text).problems()).containsExactly(problem);
    assertThat(DkimRecord.parse(text).verifies(RSA)).isFalse();
  }

  @Test
  void tellsAKeyThatWasTakenBackFromOneThatIsWrong() {
    assertThat(DkimRecord.parse("v=DKIM1; p=").isRevoked()).isTrue();
    assertThat(DkimRecord.parse("v=DKIM1; p=").verifies(RSA)).isFalse();
    assertThat(DkimRecord.parse("v=DKIM1").isRevoked()).isFalse();
    assertThat(DkimRecord.parse("p=!").isRevoked()).isFalse();
  }

  @Test
  void aRecordForOtherHashesOrServicesHasTheKeyAndVerifiesNothing() {
    for (var limit : new String[] {"h=sha1", "s=other"}) {
      var record = DkimRecord.parse("v=DKIM1; %s; p=AAECAwQFBgcICQ==".formatted(limit));

      assertThat(record.hasKey(RSA)).isTrue();
      assertThat(record.verifies(RSA)).isFalse();
    }
  }

  @Test
  void aKeyThatIsNotKnownIsNowhere() {
    var unknown = new DkimKey("s", DkimKey.Algorithm.Rsa, DkimKey.Stage.Pending, "", "");

    assertThat(DkimRecord.parse("v=DKIM1; p=").hasKey(unknown)).isFalse();
  }

  @Test
  void whatAStrangerWroteIsQuotedInOneShortLine() {
    assertThat(DkimRecord.parse("p=; a\nb" + "x".repeat(60)).problems())
        .containsExactly("'a?b" + "x".repeat(37) + "…' is not name=value");
  }

  @Test
  void saysWhenItIsATest() {
    assertThat(DkimRecord.parse("t=s : y; p=AAECAwQFBgcICQ==").isTesting()).isTrue();
    assertThat(DkimRecord.parse("t=s; p=AAECAwQFBgcICQ==").isTesting()).isFalse();
  }
}
