package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.MESSAGE;
import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.TestAuthority;
import io.mailhelm.smtp.fake.TestAuthority.Identity;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TlsDemandsTest {
  private static final String MX = "mx.there.example";
  private static final String SECURE =
      """
      S: 220 hi
      C: EHLO
      S: 250-hi
      S: 250 STARTTLS
      C: STARTTLS
      S: 220 go
      TLS
      C: EHLO
      S: 250-hi
      S: 250 REQUIRETLS
      """;
  private static final String TAKES =
      """
      C: MAIL
      S: 250 ok
      C: RCPT
      S: 250 ok
      C: DATA
      S: 354 go
      DATA
      S: 250 ok
      """;
  private static final String IN_CLEAR = "S: 220 hi\nC: EHLO\nS: 250 hi\n";
  private final TestAuthority authority = new TestAuthority();

  private static Attempt attempt(Sending sending, TlsLevel level, Requirement... requirements) {
    sending.exchange();
    return sending
        .to(new Hop.Exchange("there.example"), level)
        .attempt(parcel(MESSAGE, Set.of(requirements), "b@there.example"))
        .getFirst();
  }

  private Sending sending(ScriptedPeer peer) {
    return new Sending(peer.port(), Sending.TIMEOUTS, List.of(authority.root()));
  }

  private static void isDelivered(Attempt attempt, String tls) {
    assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 ok");
    assertThat(attempt.tls()).isEqualTo(tls);
  }

  private static void isNotSent(ScriptedPeer peer, Attempt attempt, String text) {
    assertThat(told(List.of(attempt)).getFirst()).startsWith("DEFERRED 0 4.7.").contains(text);
    assertThat(attempt.tls()).startsWith("none: ");
    assertThat(peer.messages()).isEmpty();
    assertThat(peer.heard()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void sendsUnderRequiredTlsToAServerWhoseCertificateIsForItsName() throws IOException {
    try (var peer = new ScriptedPeer(authority.server(MX).context(), SECURE + TAKES);
        var sending = sending(peer)) {
      isDelivered(attempt(sending, TlsLevel.Required), "TLSv1.3 verified (the sender's policy)");
      assertThat(sending.outcomes).containsExactly("there.example NO_POLICY_FOUND " + MX + " ok");
    }
  }

  @Test
  void sendsNothingUnderRequiredTlsToAnyOther() throws IOException {
    var stranger = new TestAuthority().server(MX);
    var other = authority.server("other.example");
    var expired = authority.server(MX, Duration.ofDays(-1));
    refuses(stranger, "no authority that is trusted here issued it", "certificate-not-trusted");
    refuses(other, "is for other.example, not for " + MX, "certificate-host-mismatch");
    refuses(expired, "has expired", "certificate-expired");
  }

  @Test
  void anAuthorityCountsFromWhenItIsDeclaredToWhenItIsNot() throws IOException {
    var roots = new CopyOnWriteArrayList<X509Certificate>();
    var unknown = "no authority that is trusted here issued it";
    try (var peer = new ScriptedPeer(authority.server(MX).context(), SECURE + TAKES);
        var sending = new Sending(peer.port(), Sending.TIMEOUTS, roots)) {
      isNotSent(peer, attempt(sending, TlsLevel.Required), unknown);

      roots.add(authority.root());
      isDelivered(attempt(sending, TlsLevel.Required), "TLSv1.3 verified (the sender's policy)");

      roots.set(0, new TestAuthority().root());
      assertThat(told(List.of(attempt(sending, TlsLevel.Required))).getFirst()).contains(unknown);
      roots.clear();
      assertThat(told(List.of(attempt(sending, TlsLevel.Required))).getFirst()).contains(unknown);
      assertThat(peer.messages()).hasSize(1);
    }
  }

  private void refuses(Identity identity, String text, String result) throws IOException {
    try (var peer = new ScriptedPeer(identity.context(), SECURE + TAKES);
        var sending = sending(peer)) {
      isNotSent(peer, attempt(sending, TlsLevel.Required), text);
      assertThat(sending.outcomes)
          .containsExactly("there.example NO_POLICY_FOUND " + MX + " " + result);
      isDelivered(
          attempt(sending, TlsLevel.Opportunistic), attempt(sending, TlsLevel.Opportunistic).tls());
    }
  }

  @Test
  void sendsNothingUnderRequiredTlsWhereItIsNotOffered() throws IOException {
    try (var peer = new ScriptedPeer(IN_CLEAR + TAKES);
        var sending = sending(peer)) {
      isNotSent(peer, attempt(sending, TlsLevel.Required), "does not offer STARTTLS");
      assertThat(sending.outcomes)
          .containsExactly("there.example NO_POLICY_FOUND " + MX + " starttls-not-supported");
    }
  }

  @Test
  void passesRequireTlsOnToAVerifiedServerThatTakesIt() throws IOException {
    try (var peer = new ScriptedPeer(authority.server(MX).context(), SECURE + TAKES);
        var sending = sending(peer)) {
      sending.dns.signed(".", "there.example");
      var attempt = attempt(sending, TlsLevel.Opportunistic, Requirement.REQUIRETLS);
      isDelivered(attempt, "TLSv1.3 verified (the sender (REQUIRETLS))");
      assertThat(peer.heard()).contains("MAIL FROM:<a@us.example> REQUIRETLS");
    }
  }

  @Test
  void bouncesRequireTlsWhereAForgedMxCouldNameTheServer() throws IOException {
    try (var peer = new ScriptedPeer(authority.server(MX).context(), SECURE + TAKES);
        var sending = sending(peer)) {
      var attempt = attempt(sending, TlsLevel.Opportunistic, Requirement.REQUIRETLS);
      assertThat(told(List.of(attempt)).getFirst())
          .startsWith("FAILED 0 5.7.30")
          .contains("neither DNSSEC nor MTA-STS");
      assertThat(peer.messages()).isEmpty();
    }
  }

  @Test
  void bouncesRequireTlsWhereItIsNotTaken() throws IOException {
    var script = SECURE.replace("S: 250-hi\nS: 250 REQUIRETLS", "S: 250 hi");
    try (var peer = new ScriptedPeer(authority.server(MX).context(), script + TAKES);
        var sending = sending(peer)) {
      sending.dns.signed(".", "there.example");
      var attempt = attempt(sending, TlsLevel.Opportunistic, Requirement.REQUIRETLS);
      assertThat(told(List.of(attempt)).getFirst()).startsWith("FAILED 0 5.7.30");
      assertThat(peer.messages()).isEmpty();
    }
  }

  @Test
  void keepsNoConnectionThatIsLessThanTheNextMessageAsksFor() throws IOException {
    var stranger = new TestAuthority().server(MX);
    try (var peer = new ScriptedPeer(stranger.context(), SECURE + TAKES + TAKES);
        var sending = sending(peer)) {
      sending.exchange();
      sending.dns.signed(".", "there.example");
      var courier = sending.to(new Hop.Exchange("there.example"), TlsLevel.Opportunistic);
      courier.attempt(parcel("b@there.example"));
      var strict = parcel(MESSAGE, Set.of(Requirement.REQUIRETLS), "b@there.example");
      assertThat(told(courier.attempt(strict)).getFirst()).startsWith("DEFERRED 0 4.7.0");
      assertThat(peer.messages()).hasSize(1);
    }
  }

  private static TlsAssociation tlsa(int usage, int selector, int matching, X509Certificate of) {
    try {
      var octets = selector == 0 ? of.getEncoded() : of.getPublicKey().getEncoded();
      return new TlsAssociation(
          usage,
          selector,
          matching,
          switch (matching) {
            case 1 -> MessageDigest.getInstance("SHA-256").digest(octets);
            case 2 -> MessageDigest.getInstance("SHA-512").digest(octets);
            default -> octets;
          });
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void prove(Sending sending, TlsAssociation... records) {
    for (var record : records) {
      sending.dns.tlsa("_25._tcp." + MX, record);
    }
    sending.dns.signed(".", "there.example", MX, "_25._tcp." + MX);
  }

  @Test
  void believesACertificateThatASignedTlsaRecordNames() throws IOException {
    var stranger = new TestAuthority();
    var expired = stranger.server("other.example", Duration.ofDays(-1));
    var named = stranger.server(MX);
    for (int selector = 0; selector < 2; selector++) {
      for (int matching = 0; matching < 3; matching++) {
        believes(expired, tlsa(3, selector, matching, expired.leaf()));
        believes(named, tlsa(2, selector, matching, stranger.root()));
      }
    }
  }

  private void believes(Identity identity, TlsAssociation record) throws IOException {
    try (var peer = new ScriptedPeer(identity.context(), SECURE + TAKES);
        var sending = sending(peer)) {
      prove(sending, record);
      isDelivered(attempt(sending, TlsLevel.Opportunistic), "TLSv1.3 verified (DANE)");
      assertThat(sending.outcomes).containsExactly("there.example TLSA " + MX + " ok");
    }
  }

  @Test
  void sendsNothingToAServerThatItsTlsaRecordsDoNotName() throws IOException {
    var stranger = new TestAuthority();
    var other = stranger.server("other.example");
    doubts(other, tlsa(3, 1, 1, authority.root()), "its certificate is none that its TLSA");
    doubts(other, tlsa(2, 0, 1, stranger.root()), "is for other.example, not for");
    doubts(
        stranger.server(MX, Duration.ofDays(-1)),
        tlsa(2, 0, 1, stranger.root()),
        "its certificate is none that its TLSA");
  }

  private void doubts(Identity identity, TlsAssociation record, String text) throws IOException {
    try (var peer = new ScriptedPeer(identity.context(), SECURE + TAKES);
        var sending = sending(peer)) {
      prove(sending, record);
      isNotSent(peer, attempt(sending, TlsLevel.Opportunistic), text);
      isDelivered(
          attempt(sending, TlsLevel.Opportunistic, Requirement.TLS_OPTIONAL),
          attempt(sending, TlsLevel.Opportunistic, Requirement.TLS_OPTIONAL).tls());
    }
  }

  @Test
  void insistsOnTlsWhereNoTlsaRecordCanBeUsed() throws IOException {
    try (var peer = new ScriptedPeer(IN_CLEAR + TAKES);
        var sending = sending(peer)) {
      prove(sending, tlsa(1, 0, 1, authority.root()));
      isNotSent(peer, attempt(sending, TlsLevel.Opportunistic), "does not offer STARTTLS");
      assertThat(sending.outcomes).contains("there.example TLSA " + MX + " tlsa-invalid");
    }
  }

  @Test
  void doesNotCareForTlsaRecordsThatNobodySigned() throws IOException {
    for (var unsigned : List.of(".", "there.example", MX, "_25._tcp." + MX)) {
      try (var peer = new ScriptedPeer(IN_CLEAR + TAKES);
          var sending = sending(peer)) {
        sending.dns.tlsa("_25._tcp." + MX, tlsa(3, 1, 1, authority.root()));
        for (var name : List.of(".", "there.example", MX, "_25._tcp." + MX)) {
          if (!name.equals(unsigned)) {
            sending.dns.signed(name);
          }
        }
        isDelivered(attempt(sending, TlsLevel.Opportunistic), "none: does not offer STARTTLS");
      }
    }
  }

  @Test
  void waitsWhereAProofIsDueAndCannotBeHad() throws IOException {
    for (var broken : List.of("there.example", MX, "_25._tcp." + MX)) {
      try (var peer = new ScriptedPeer(IN_CLEAR + TAKES);
          var sending = sending(peer)) {
        prove(sending);
        sending.dns.bogus(broken);
        var attempt = attempt(sending, TlsLevel.Opportunistic);
        assertThat(told(List.of(attempt)).getFirst())
            .startsWith("DEFERRED 0 4.7.0 what its DNS says about TLS cannot be proved");
        assertThat(peer.connections()).isZero();
        assertThat(sending.outcomes).contains("there.example TLSA " + MX + " dnssec-invalid");
      }
    }
  }

  @Test
  void sendsNothingUntilTheRootWasAsked() throws IOException {
    var clock = new HandClock();
    try (var peer = new ScriptedPeer(IN_CLEAR + TAKES);
        var sending =
            new Sending(
                peer.port(),
                Sending.TIMEOUTS,
                List.of(authority.root()),
                1,
                StsMemory.NONE,
                clock)) {
      sending.dns.fails(".");
      assertThat(told(List.of(attempt(sending, TlsLevel.Opportunistic))).getFirst())
          .startsWith("DEFERRED 0 4.7.0 what its DNS says about TLS cannot be proved")
          .contains("the root has not been proved yet");
      assertThat(peer.connections()).isZero();
      // it was proved since, and is asked again soon
      sending.dns.recovers(".");
      prove(sending, tlsa(3, 1, 1, authority.root()));
      clock.advance(Duration.ofSeconds(30));
      isNotSent(peer, attempt(sending, TlsLevel.Opportunistic), "does not offer STARTTLS");
    }
  }

  /** As after a restart: nobody has asked the root yet, and somebody leaves signatures out. */
  @Test
  void holdsNameServersToWhatTheyProvedBefore() throws IOException {
    try (var peer = new ScriptedPeer(IN_CLEAR + TAKES);
        var sending = sending(peer)) {
      sending.dnssec.proved();
      for (var name : List.of(".", "there.example", MX, "_25._tcp." + MX)) {
        sending.dns.bogus(name);
      }
      assertThat(told(List.of(attempt(sending, TlsLevel.Opportunistic))).getFirst())
          .startsWith("DEFERRED 0 4.7.0 what its DNS says about TLS cannot be proved");
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void sendsBehindNameServersThatNeverPassedSignaturesOn() throws IOException {
    try (var peer = new ScriptedPeer(IN_CLEAR + TAKES);
        var sending = sending(peer)) {
      for (var name : List.of(".", "there.example", MX, "_25._tcp." + MX)) {
        sending.dns.bogus(name);
      }
      isDelivered(attempt(sending, TlsLevel.Opportunistic), "none: does not offer STARTTLS");
    }
  }
}
