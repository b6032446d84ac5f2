package io.mailhelm.smtp.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Algorithm;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.transfer.MessageOctets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.Test;

class OutboundContentTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final KeyPair RSA = pair("RSA");
  private static final KeyPair ED25519 = pair("Ed25519");
  private static final Signers SIGNERS =
      Signers.of(
          Map.of(
              DOMAIN,
              List.of(
                  active("r1", Algorithm.Rsa, "dkim/r"),
                  active("e1", Algorithm.Ed25519, "dkim/e"))),
          Map.of(),
          List.of(pem("dkim/r", RSA), pem("dkim/e", ED25519)));
  private static final Verifier VERIFIER =
      new Verifier(
          Map.of(
              "r1._domainkey.example.com", RSA.getPublic(),
              "e1._domainkey.example.com", ED25519.getPublic()));
  private static final Signers ED_SIGNERS =
      Signers.of(
          Map.of(DOMAIN, List.of(active("e1", Algorithm.Ed25519, "dkim/e"))),
          Map.of(),
          List.of(pem("dkim/e", ED25519)));
  private static final List<String> BOTH = List.of("rsa-sha256", "ed25519-sha256");
  private static final String TRACE =
      "Return-Path: <alice@example.com>\r\nReceived: from x\r\n\tby mail.example.com;\r\n\tnow\r\n";
  private static final String MESSAGE =
      "From: Alice <alice@example.com>\r\nTo: bob@elsewhere.example\r\nSubject: folded\r\n  twice"
          + " \r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\nMessage-ID: <1@example.com>\r\n"
          + "List-Unsubscribe: <https://example.com/u>\r\n\r\nHello,\r\n\r\n  world \r\n\r\n";

  private static KeyPair pair(String algorithm) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("RSA")) {
        generator.initialize(2_048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPem pem(String name, KeyPair pair) {
    return new KeyPem(
        name,
        "",
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  private static byte[] sent(String stored) throws IOException {
    return sent(stored.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sent(byte[] stored) throws IOException {
    var content =
        new OutboundContent(CLOCK, _ -> {})
            .of("ID", DOMAIN, stored.length, () -> new ByteArrayInputStream(stored), SIGNERS, true);
    try (var in = content.open()) {
      var octets = in.readAllBytes();
      assertThat(content.size()).isEqualTo(octets.length);
      return octets;
    }
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  @Test
  void putsBothSignaturesBeforeTheMessageAndLeavesTheReturnPathOfTheStoreAway() throws Exception {
    var sent = sent(TRACE + MESSAGE);
    assertThat(text(sent))
        .startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=r1;")
        .contains("\tt=1700000000;", "a=ed25519-sha256")
        .doesNotContain("Return-Path", "l=")
        .endsWith("\r\nReceived: from x\r\n\tby mail.example.com;\r\n\tnow\r\n" + MESSAGE);
    assertThat(VERIFIER.verified(sent)).isEqualTo(BOTH);
  }

  @Test
  void leavesAnotherReturnPathWhereItIs() throws Exception {
    var theirs = "Return-Path: <theirs@elsewhere.example>\r\n";
    assertThat(text(sent(TRACE + theirs + MESSAGE))).contains(theirs);
  }

  @Test
  void signsSoThatAnotherImplementationAccepts() throws Exception {
    var record =
        "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(RSA.getPublic().getEncoded());
    var verifier = new DKIMVerifier((method, selector, domain) -> List.of(record));
    var verified = verifier.verify(new ByteArrayInputStream(rsaOnly(sent(TRACE + MESSAGE))));
    assertThat(verified).hasSize(1);
    assertThat(verified.getFirst().getSelector()).hasToString("r1");
  }

  /** jDKIM knows no Ed25519. */
  private static byte[] rsaOnly(byte[] sent) {
    var text = text(sent);
    int from = text.indexOf("DKIM-Signature", 1);
    int to = text.indexOf("\r\nReceived", from) + 2;
    return (text.substring(0, from) + text.substring(to)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void writesNoLineLongerThan78() throws Exception {
    for (var line : text(sent(TRACE + "To: x\r\n".repeat(40) + MESSAGE)).split("\r\n")) {
      assertThat(line.length()).isLessThanOrEqualTo(78);
    }
  }

  @Test
  void holdsWhateverBlanksAndFieldsAMessageHas() throws Exception {
    var random = new Random(8463);
    for (int round = 0; round < 150; round++) {
      assertThat(VERIFIER.verified(sent(TRACE + odd(random)))).isEqualTo(BOTH);
    }
  }

  private static String odd(Random random) {
    var names =
        new String[] {"to", "Cc", "SUBJECT", "Date ", "X-Odd", "Sender", "List-Id", "Received"};
    var texts =
        new String[] {" a", "\tb  c ", "", " d\r\n e", "\u00fc \t", " :;=", "\r\n\t f\r\n g"};
    var message = new StringBuilder("From: <alice@example.com>\r\n");
    int fields = random.nextInt(12);
    for (int i = 0; i < fields; i++) {
      message.append(names[random.nextInt(names.length)]).append(':');
      message.append(texts[random.nextInt(texts.length)]).append("\r\n");
    }
    message.append("\r\n");
    var lines = new String[] {"\r\n", " \r\n", "text\r\n", "two  blanks\t\r\n", ".", "\u00fc", " "};
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      message.append(lines[random.nextInt(lines.length)]);
    }
    return message.toString();
  }

  @Test
  void breaksWhenAnythingSignedIsChangedAddedOrTaken() throws Exception {
    var sent = text(sent(TRACE + MESSAGE));
    for (var change :
        List.of(
            new String[] {"From: Alice", "From: Alicia"},
            new String[] {"bob@elsewhere", "eve@elsewhere"},
            new String[] {"twice", "thrice"},
            new String[] {"14 Nov 2023", "15 Nov 2023"},
            new String[] {"<1@example.com>", "<2@example.com>"},
            new String[] {"com/u>", "com/v>"},
            new String[] {"Hello,", "Hello;"},
            new String[] {"world", "w orld"},
            new String[] {"\r\nTo: bob", "\r\nCc: eve@example.net\r\nTo: bob"},
            new String[] {"\r\nTo: bob", "\r\nFrom: eve@example.net\r\nTo: bob"},
            new String[] {"\r\nTo: bob", "\r\nSubject: other\r\nTo: bob"},
            new String[] {"\r\nTo: bob", "\r\nReply-To: eve@example.net\r\nTo: bob"},
            new String[] {"\r\nTo: bob", "\r\nContent-Type: text/html\r\nTo: bob"},
            new String[] {"To: bob@elsewhere.example\r\n", ""})) {
      var changed = sent.replace(change[0], change[1]);
      assertThat(changed).isNotEqualTo(sent);
      assertThat(VERIFIER.verified(changed.getBytes(StandardCharsets.UTF_8)))
          .as("%s", change[1])
          .isEmpty();
    }
  }

  @Test
  void holdsThoughRelaysFoldAndAddTraceAndBlankLines() throws Exception {
    var relayed =
        "Received: by another\r\n"
            + text(sent(TRACE + MESSAGE))
                .replace(" twice", "\r\n\ttwice")
                .replace("\r\nTo:", "\r\ntO :")
            + "\r\n\r\n";
    assertThat(VERIFIER.verified(relayed.getBytes(StandardCharsets.UTF_8))).isEqualTo(BOTH);
  }

  @Test
  void signsMailInAnotherDomainsNameWithTheSendersOwnKeys() throws Exception {
    var message = MESSAGE.replace("alice@example.com", "alice@other.example");
    var sent = text(sent(TRACE + message));
    assertThat(sent).contains("d=example.com;").endsWith(message);
    assertThat(sent).doesNotContain("d=other.example");
    assertThat(text(sent(TRACE + "Subject: no From\r\n\r\n"))).contains("d=example.com;");
  }

  @Test
  void aDomainSignsForUsersOfAnotherOnlyWhereItGrantsThat() throws Exception {
    var tenant = DomainName.of("tenantb.example");
    var octets = "From: ceo@tenantb.example\r\n".getBytes(StandardCharsets.US_ASCII);
    var fields = HeaderFields.of(octets, 0, octets.length);
    for (var granted : List.of(Set.<String>of(), Set.of("example-com"))) {
      var signer = Signers.of(twoDomains(List.copyOf(granted))).of(fields, DOMAIN).orElseThrow();
      var signature = text(signer.sign(fields, new byte[32], Instant.EPOCH));
      assertThat(signature)
          .as("granted to %s", granted)
          .contains(granted.isEmpty() ? "d=example.com;" : "d=tenantb.example;")
          .doesNotContain(granted.isEmpty() ? "d=tenantb.example;" : "d=example.com;");
    }
    var own = Signers.of(twoDomains(List.of())).of(fields, tenant).orElseThrow();
    assertThat(text(own.sign(fields, new byte[32], Instant.EPOCH))).contains("d=tenantb.example;");
  }

  private static ServerConfig twoDomains(List<String> grantedByTenant) {
    return new TestConfig()
        .domain("example.com", Domain.Outbound.Deliver)
        .dkim(active("r1", Algorithm.Rsa, "dkim/r"))
        .domain("tenantb.example", Domain.Outbound.Deliver)
        .dkim(active("t1", Algorithm.Rsa, "dkim/t"))
        .signingGrants(grantedByTenant)
        .key(pem("dkim/r", RSA))
        .key(pem("dkim/t", RSA))
        .build();
  }

  @Test
  void signsForTheFirstOfSeveralAuthorsThatIsOurs() throws Exception {
    var message =
        MESSAGE.replace("Alice <alice@example.com>", "x@other.example, \"A, b\" <b@Example.COM>");
    assertThat(VERIFIER.verified(sent(TRACE + message))).isEqualTo(BOTH);
  }

  @Test
  void signsABodyOfManyBuffers() throws Exception {
    var message = MESSAGE + "line of  a large body \r\n".repeat(40_000);
    assertThat(VERIFIER.verified(sent(TRACE + message))).isEqualTo(BOTH);
  }

  @Test
  void signsAHeaderSectionOfManyBuffersAndAMessageWithoutABody() throws Exception {
    var fields = "X-Filler: some text\r\n".repeat(4_000);
    assertThat(VERIFIER.verified(sent(TRACE + fields + MESSAGE))).isEqualTo(BOTH);
    assertThat(VERIFIER.verified(sent("From: a@example.com\r\n\r\n"))).isEqualTo(BOTH);
  }

  /** Each of them is named in each signature. */
  @Test
  void aHeaderOfFieldsThatAreSignedMakesNoEndlessSignature() throws Exception {
    var most = "To: b@elsewhere.example\r\n".repeat(256 - 12 - 5);
    var message =
        "From: a@example.com\r\nSender: a@example.com\r\nSubject: a\r\nDate: b\r\nCc: c@d\r\n";
    var sent = sent(most + message + "\r\nHello\r\n");
    assertThat(VERIFIER.verified(sent)).isEqualTo(BOTH);
    assertThat(
            VERIFIER.verified(
                text(sent)
                    .replace("\r\n\r\n", "\r\nTo: other\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    for (var field : List.of("To: b@c\r\n", "Resent-To: b@c\r\n")) {
      var one = most + field + message + "\r\nHello\r\n";
      assertThat(text(sent(one))).as("not signed").isEqualTo(one);
    }
  }

  @Test
  void saysOnceOfAMessageThatItIsNotSigned() throws Exception {
    var told = new ArrayList<Event>();
    var outbound = new OutboundContent(CLOCK, told::add);
    var octets = ("To: b@c\r\n".repeat(300) + MESSAGE).getBytes(StandardCharsets.UTF_8);
    for (int destination = 0; destination < 3; destination++) {
      var content =
          outbound.of(
              "A", DOMAIN, octets.length, () -> new ByteArrayInputStream(octets), SIGNERS, true);
      content.sevenBit();
    }
    assertThat(told).containsExactly(new Event.Unsigned("A", "example.com", 256));
    outbound.of(
        "B", DOMAIN, octets.length, () -> new ByteArrayInputStream(octets), Signers.NONE, true);
    assertThat(told).as("nobody would sign it").hasSize(1);
  }

  @Test
  void remembersSignaturesByTheirOctets() throws Exception {
    var outbound = new OutboundContent(CLOCK, _ -> {}, 100_000);
    var octets = ("To: b@c\r\n".repeat(200) + MESSAGE).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      outbound.of(
          "M" + i, DOMAIN, octets.length, () -> new ByteArrayInputStream(octets), ED_SIGNERS, true);
      assertThat(outbound.octets()).isLessThanOrEqualTo(100_000);
    }
    assertThat(outbound.octets()).isGreaterThan(90_000);
    outbound.of(
        "N", DOMAIN, octets.length, () -> new ByteArrayInputStream(octets), Signers.NONE, true);
    assertThat(outbound.octets()).as("those of other keys").isLessThan(1_000);
  }

  @Test
  void signsAMessageOnceForAllItsDestinations() throws Exception {
    var opened = new AtomicInteger();
    var octets = (TRACE + MESSAGE).getBytes(StandardCharsets.UTF_8);
    OutboundContent.Stored stored =
        () -> {
          opened.incrementAndGet();
          return new ByteArrayInputStream(octets);
        };
    var outbound = new OutboundContent(CLOCK, _ -> {});
    outbound.of("A", DOMAIN, octets.length, stored, SIGNERS, true);
    outbound.of("A", DOMAIN, octets.length, stored, SIGNERS, true);
    assertThat(opened).hasValue(1);
    outbound.of("B", DOMAIN, octets.length, stored, SIGNERS, true);
    outbound.of("A", DOMAIN, octets.length, stored, Signers.NONE, true);
    assertThat(opened).hasValue(3);
  }

  @Test
  void readsASmallMessageOnceToSignAndToSendIt() throws Exception {
    var opened = new AtomicInteger();
    var octets = (TRACE + MESSAGE).getBytes(StandardCharsets.UTF_8);
    var content =
        new OutboundContent(CLOCK, _ -> {})
            .of(
                "A",
                DOMAIN,
                octets.length,
                () -> {
                  opened.incrementAndGet();
                  return new ByteArrayInputStream(octets);
                },
                SIGNERS,
                true);
    for (int i = 0; i < 2; i++) {
      try (var in = content.open()) {
        assertThat(VERIFIER.verified(in.readAllBytes())).isEqualTo(BOTH);
      }
    }
    assertThat(opened).hasValue(1);
  }

  private static final String EIGHT_BIT =
      MESSAGE.replace(
          "\r\n\r\nHello,",
          "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
              + "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße,");

  private static Optional<MessageOctets> sevenBit(String message, boolean isSubmitted)
      throws IOException {
    var octets = (TRACE + message).getBytes(StandardCharsets.UTF_8);
    return new OutboundContent(CLOCK, _ -> {})
        .of(
            "A",
            DOMAIN,
            octets.length,
            () -> new ByteArrayInputStream(octets),
            SIGNERS,
            isSubmitted)
        .sevenBit();
  }

  @Test
  void signsWhatAServerWithout8BitMimeGets() throws Exception {
    for (var message : List.of(EIGHT_BIT, EIGHT_BIT + "ü".repeat(1_000_000) + "\r\n")) {
      var content = sevenBit(message, true).orElseThrow();
      for (int i = 0; i < 2; i++) {
        try (var in = content.open()) {
          var octets = in.readAllBytes();
          assertThat(content.size()).isEqualTo(octets.length);
          assertThat(text(octets))
              .matches("(?s)\\p{ASCII}*")
              .startsWith("DKIM-Signature: ")
              .doesNotContain("Return-Path", "8bit")
              .contains("quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe,\r\n\r\n  world=20\r\n");
          assertThat(VERIFIER.verified(octets)).isEqualTo(BOTH);
        }
      }
      assertThat(content.sevenBit()).isEmpty();
    }
  }

  @Test
  void encodesNothingThatIsNotOurUsersOrThatSomebodySigned() throws Exception {
    assertThat(sevenBit(EIGHT_BIT, false)).isEmpty();
    assertThat(sevenBit("DKIM-Signature: v=1; b=x\r\n" + EIGHT_BIT, true)).isEmpty();
    assertThat(sevenBit("ARC-Seal: i=1; b=x\r\n" + EIGHT_BIT, true)).isEmpty();
    assertThat(sevenBit(EIGHT_BIT.replace("text/plain", "multipart/signed"), true)).isEmpty();
  }

  @Test
  void triesAfreshWhatCouldNotBeRead() throws Exception {
    var octets = (TRACE + MESSAGE).getBytes(StandardCharsets.UTF_8);
    var outbound = new OutboundContent(CLOCK, _ -> {});
    assertThatThrownBy(
            () ->
                outbound.of(
                    "A",
                    DOMAIN,
                    octets.length,
                    () -> {
                      throw new IOException("disk");
                    },
                    SIGNERS,
                    true))
        .isInstanceOf(IOException.class);
    var content =
        outbound.of(
            "A", DOMAIN, octets.length, () -> new ByteArrayInputStream(octets), SIGNERS, true);
    assertThat(VERIFIER.verified(content.open().readAllBytes())).isEqualTo(BOTH);
  }

  @Test
  void refusesKeysThatCannotSignAndNamesThem() {
    var algorithms = Map.of(DOMAIN, List.of(active("s", Algorithm.Rsa, "dkim/e")));
    assertThatThrownBy(() -> Signers.of(algorithms, Map.of(), List.of(pem("dkim/e", ED25519))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dkim/e: it is no Rsa key");
    assertThatThrownBy(() -> Signers.of(algorithms, Map.of(), List.of()))
        .hasMessageContaining("the key dkim/e of its DKIM selector s is not among");
    assertThatThrownBy(
            () ->
                Signers.of(
                    algorithms, Map.of(), List.of(new KeyPem("dkim/e", "", "no key at all"))))
        .hasMessageStartingWith("dkim/e: its private key is no unencrypted PKCS #8");
  }

  @Test
  void takesTheKeysFromAConfig() {
    var plain = new TestConfig().domain("example.com", Domain.Outbound.Deliver).build();
    var octets = "From: a@example.com\r\n".getBytes(StandardCharsets.US_ASCII);
    var fields = HeaderFields.of(octets, 0, octets.length);
    assertThat(Signers.of(plain).of(fields, DOMAIN)).isEmpty();
    assertThat(Signers.of(withKey(plain)).of(fields, DOMAIN)).isPresent();
  }

  private static ServerConfig withKey(ServerConfig config) {
    var signing =
        config.domains().getFirst().withDkim(List.of(active("r1", Algorithm.Rsa, "dkim/r")));
    return new ServerConfig(
        config.server(),
        List.of(signing),
        config.users(),
        config.sendPolicies(),
        config.tombstones(),
        List.of(pem("dkim/r", RSA)),
        config.credentials());
  }

  @Test
  void readsTheRfcsKeysInBothForms() {
    var signers =
        Signers.of(
            Map.of(
                DOMAIN,
                List.of(
                    active("test", Algorithm.Rsa, "r"),
                    active("brisbane", Algorithm.Ed25519, "e"))),
            Map.of(),
            Arrays.asList(
                new KeyPem("r", "", Rfc8463Test.RSA), new KeyPem("e", "", Rfc8463Test.ed25519())));
    var octets = "From: a@example.com\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(signers.of(HeaderFields.of(octets, 0, octets.length), DOMAIN)).isPresent();
  }

  static DkimKey active(String selector, Algorithm algorithm, String key) {
    return new DkimKey(selector, algorithm, DkimKey.Stage.Active, "", key);
  }
}
