package io.mailhelm.dns.inspect;

import static io.mailhelm.config.report.RecordVerdict.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.expect.Full;
import io.mailhelm.dns.fake.InMemoryResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DkimTest {
  private static final String NAME = "one._domainkey.example.com";
  private static final String RIGHT = "v=DKIM1; k=ed25519; p=" + Full.PUBLIC_KEY;
  private final InMemoryResolver dns = new InMemoryResolver();

  private Inspection look(Stage stage) {
    return Inspection.of(Domains.example().keys(Full.key("one", stage)), dns, RecordPurpose.Dkim);
  }

  private Inspection look(Stage stage, String record) {
    dns.forget(NAME).txt(NAME, record);
    return look(stage);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"Pending", "Active", "Retiring"})
  void theKeyIsThere(Stage stage) {
    look(stage, RIGHT).is(Match);
  }

  @Test
  void keysAreComparedNotTexts() {
    look(
            Stage.Active,
            "k=ed25519;h=sha1:sha256 ; s=email;p= 11qYAYKxCrfVS/7TyWQ HOg7hcvPapiMlrwIaaPcHURo=")
        .is(Match);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=DKIM1; k=ed25519; p=AAAAAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | another key",
        "v=DKIM1; k=rsa; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | another key",
        "v=DKIM1; k=ed25519; p= | takes the key back",
        "v=DKIM1; h=sha1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | h= does",
        "v=DKIM1; s=tlsrpt; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | s= does",
        "v=spf1 -all | It is no key record",
      })
  void whatVerifiersCannotUseIsWrong(String record, String advice) {
    look(Stage.Active, record).is(Mismatch, advice);
  }

  @Test
  void whatToDoDependsOnTheStage() {
    look(Stage.Pending).is(Missing, "the key signs once the world sees it");
    look(Stage.Active).is(Missing, "nobody can verify it");
    look(Stage.Retiring).is(Missing, "still on its way");
    look(Stage.Retired).is(Match);
  }

  @Test
  void aRetiredKeyThatIsStillThereIsExtra() {
    look(Stage.Retired, RIGHT).is(Extra, "remove its record");
    assertThat(look(Stage.Retired).records()).noneMatch(record -> record.required());
    look(Stage.Retired, "v=DKIM1; k=ed25519; p=").is(Match);
  }

  @Test
  void oneOfSeveralSufficesWithAdvice() {
    dns.txt(NAME, "something else");

    dns.txt(NAME, RIGHT);
    look(Stage.Active).is(Match, "There are 2 TXT records");
  }

  @Test
  void testingIsNoted() {
    look(Stage.Active, RIGHT + "; t=y").is(Match, "t=y");
  }

  @Test
  void aKeyThatIsNotKnownCannotBeCompared() {
    var key = new DkimKey("one", DkimKey.Algorithm.Rsa, Stage.Active, "", "one");
    var domain = Domains.example().keys(key);

    Inspection.of(domain, dns, RecordPurpose.Dkim).is(Unknown, "not known");
    dns.txt(NAME, RIGHT);
    Inspection.of(domain, dns, RecordPurpose.Dkim).is(Unknown, "not known");
  }

  @Test
  void aWildcardMakesNoMatchAndIsTold() {
    dns.txt("*._domainkey.example.com", "v=spf1 -all");

    look(Stage.Active)
        .is(Mismatch, "A wildcard answers for every name below _domainkey.example.com");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void silenceIsNotMissing(Stage stage) {
    dns.fails(NAME);

    look(stage).is(RecordVerdict.Error, "made to fail");
  }
}
