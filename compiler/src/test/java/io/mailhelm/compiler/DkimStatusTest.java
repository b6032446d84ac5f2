package io.mailhelm.compiler;

import static io.mailhelm.compiler.World.key;
import static io.mailhelm.compiler.World.record;
import static io.mailhelm.compiler.World.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailhelm.config.DkimKey.Algorithm;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.DkimStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DkimStatusTest {
  private static final DkimLedger.Key RSA = key("rsa2048", Algorithm.Rsa, Stage.Active);
  private static final DkimLedger.Key ED25519 = key("ed25519", Algorithm.Ed25519, Stage.Active);
  private static final DkimLedger.Key NEXT = key("rsa2048-20261122", Algorithm.Rsa, Stage.Pending);

  @Test
  void statusShowsWhereEachKeyIs() {
    var retired = key("rsa2048-20250101", Algorithm.Rsa, Stage.Retired);
    var dkim = World.of("", RSA, ED25519, NEXT, retired).status().dkim();

    assertThat(dkim.activeSelector()).isEqualTo("rsa2048");
    assertThat(dkim.pendingSelector()).isEqualTo("rsa2048-20261122");
    assertThat(dkim.keys())
        .extracting(DkimStatus.Key::selector, DkimStatus.Key::stage, key -> key.record() == null)
        .containsExactly(
            tuple("rsa2048", DkimStatus.Stage.Active, false),
            tuple("rsa2048-20250101", DkimStatus.Stage.Retired, true),
            tuple("rsa2048-20261122", DkimStatus.Stage.Pending, false),
            tuple("ed25519", DkimStatus.Stage.Active, false));
  }

  @Test
  void nextTransitionStaysWhileNobodyHasLooked() {
    var next = Instant.parse("2027-01-01T00:00:00.7Z");
    var world = World.of("", RSA, ED25519);
    var told = world.found(new DomainFindings(Optional.empty(), Optional.of(next))).status();

    assertThat(told.dkim().nextTransition()).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(world.after(told)).isEqualTo(told);
    assertThat(world.found(DomainFindings.NONE).after(told).dkim().nextTransition()).isNull();
  }

  @Test
  void readyWhenAKeyOfEachAlgorithmSigns() {
    assertThat(World.of("", RSA, ED25519, NEXT).condition("DKIMReady"))
        .extracting(Condition::status, Condition::reason, Condition::message)
        .containsExactly("True", "Signing", "mail is signed by rsa2048 and ed25519");
    assertThat(World.of("dkim: {algorithms: [Rsa2048]}", RSA).condition("DKIMReady").status())
        .isEqualTo("True");
    assertThat(World.of("").condition("DKIMReady").status()).isEqualTo("True");
  }

  @Test
  void firstKeyWaitsForTheRecordItNames() {
    var first = key("ed25519", Algorithm.Ed25519, Stage.Pending);
    var world = World.of("", RSA, first);

    assertThat(world.condition("DKIMReady"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "WaitingForDNS");
    assertThat(world.condition("DKIMReady").message())
        .startsWith(
            "publish the TXT record ed25519._domainkey.example.com: v=DKIM1; k=ed25519; p=");
    assertThat(world.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void whoDoesNotShowTheRecordIsSaid() {
    var first = key("ed25519", Algorithm.Ed25519, Stage.Pending);
    var found =
        new DomainFindings(
            Optional.empty(),
            Optional.empty(),
            Map.of("ed25519", "ns2.example.com (192.0.2.2): no answer"));
    var world = World.of("", RSA, first).found(found);

    assertThat(world.condition("DKIMReady").message())
        .endsWith(" (not seen: ns2.example.com (192.0.2.2): no answer)");
    assertThat(world.at(World.MADE.plus(Duration.ofDays(4))).condition("DKIMReady"))
        .satisfies(
            stuck -> {
              assertThat(stuck.reason()).isEqualTo("RotationStuck");
              assertThat(stuck.message()).contains("(not seen: ns2.example.com");
            });
  }

  @Test
  void keyThatWasNeverMadeIsMissed() {
    assertThat(World.of("", RSA).condition("DKIMReady"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "NoKey");
    assertThat(World.of("", new DkimLedger.Key[0]).condition("DKIMReady").reason())
        .isEqualTo("NoKey");
  }

  @Test
  void rotationThatWaitsTooLongIsStuckEvenWhileAnotherKeySigns() {
    var world = World.of("", RSA, ED25519, NEXT);
    var late = world.at(World.MADE.plus(Duration.ofHours(72)).plusSeconds(1));

    assertThat(late.condition("DKIMReady"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "RotationStuck");
    assertThat(late.condition("DKIMReady").message())
        .startsWith(
            "since 2026-11-22T00:00:00Z not all who were asked show the record of"
                + " rsa2048-20261122: publish the TXT record rsa2048-20261122._domainkey.example.com: ");
    assertThat(late.at(late.now().plusSeconds(60)).after(late.status())).isEqualTo(late.status());
  }

  @Test
  void keyThatSignsAndIsNotInTheDnsIsToldFromOneThatNobodyCouldLookUp() {
    var world = World.of("", RSA, ED25519);
    var name = "rsa2048._domainkey.example.com";

    for (var verdict : new RecordVerdict[] {RecordVerdict.Missing, RecordVerdict.Mismatch}) {
      var told = world.sees(report(record(RecordPurpose.Dkim, name, verdict, true)));
      assertThat(told.condition("DKIMReady"))
          .extracting(Condition::status, Condition::reason)
          .containsExactly("False", "RecordMissing");
      assertThat(told.condition("DKIMReady").message()).contains(name);
    }
    var silent = world.sees(report(record(RecordPurpose.Dkim, name, RecordVerdict.Error, true)));
    assertThat(silent.condition("DKIMReady").status()).isEqualTo("True");
  }

  @Test
  void keyOfOnesOwnIsReadyAtOnce() {
    var own =
        """
        dkim: {secretRef: {name: example-com-dkim}, selector: rsa2048}"""; // not as a ledger says
    var world = World.of(own, key("rsa2048", Algorithm.Rsa, Stage.Pending));

    assertThat(world.condition("DKIMReady").status()).isEqualTo("True");
    assertThat(world.status().dkim().activeSelector()).isEqualTo("rsa2048");
  }
}
