package io.mailhelm.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.DkimStatus;
import io.mailhelm.crds.DkimStatus.Key;
import io.mailhelm.crds.DkimStatus.Stage;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyStagesTest {
  private static final String RECORD = "v=DKIM1; k=rsa; p=MIIB";

  @Test
  void aNewKeyIsToldWithTheRecordToPublish() {
    assertThat(told(List.of(), List.of(key("rsa2048", Stage.Pending))))
        .containsExactly(
            "DkimKeyPending: rsa2048 signs once all name servers show its record: publish TXT"
                + " rsa2048._domainkey.a.example "
                + RECORD);
  }

  @Test
  void eachStageIsToldOnce() {
    assertThat(told(List.of(key("a", Stage.Pending)), List.of(key("a", Stage.Active))))
        .singleElement()
        .asString()
        .startsWith("DkimKeyActive: a signs")
        .contains("a._domainkey.a.example");
    assertThat(told(List.of(key("a", Stage.Active)), List.of(key("a", Stage.Retiring))))
        .singleElement()
        .asString()
        .startsWith("DkimKeyRetiring: a signs no more: leave TXT a._domainkey.a.example");
    assertThat(told(List.of(key("a", Stage.Retiring)), List.of(key("a", Stage.Retired))))
        .singleElement()
        .asString()
        .startsWith("DkimKeyRetired: a is not needed any more: remove TXT a._domainkey.a.example");
    assertThat(told(List.of(key("a", Stage.Retired)), List.of()))
        .containsExactly("DkimKeyDeleted: the private key of a is gone");
    assertThat(told(List.of(key("a", Stage.Active)), List.of(key("a", Stage.Active)))).isEmpty();
  }

  @Test
  void aKeyOfSomebodysOwnSignsFromTheFirstAndIsNoNews() {
    assertThat(told(List.of(), List.of(key("mail", Stage.Active)))).isEmpty();
  }

  @Test
  void nobodyIsToPublishAnythingForMailThatNeverLeaves() {
    var told = new ArrayList<String>();
    KeyStages.tell(
        domain(),
        status(List.of(key("a", Stage.Pending)), "Capture"),
        (reason, message) -> told.add(reason));

    assertThat(told).isEmpty();
  }

  private static List<String> told(List<Key> before, List<Key> after) {
    var told = new ArrayList<String>();
    var domain = domain();
    domain.setStatus(status(before, "Signing"));
    KeyStages.tell(
        domain, status(after, "Signing"), (reason, message) -> told.add(reason + ": " + message));
    return told;
  }

  private static MailDomain domain() {
    return Serialization.unmarshal(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: a, namespace: shop}
        spec: {domain: a.example}
        """,
        MailDomain.class);
  }

  private static MailDomainStatus status(List<Key> keys, String reason) {
    return new MailDomainStatus(
        1L,
        List.of(new Condition("DKIMReady", "Unknown", reason, "", "2026-01-01T00:00:00Z", 1L)),
        null,
        null,
        new DkimStatus(null, null, null, keys),
        null,
        null,
        0,
        List.of(),
        null,
        null);
  }

  private static Key key(String selector, Stage stage) {
    return new Key(selector, DkimStatus.Algorithm.Rsa, stage, RECORD);
  }
}
