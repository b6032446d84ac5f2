package io.mailhelm.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A root of the test's own, signed; everything is a name in it. */
class ValidationTest {
  private final FakeNameServer server = new FakeNameServer();
  private KeyPair keys;
  private DNSKEYRecord key;
  private Resolver resolver;

  @BeforeEach
  void signTheRoot() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    keys = generator.generateKeyPair();
    key =
        new DNSKEYRecord(
            Name.root,
            DClass.IN,
            3_600,
            DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
            DNSKEYRecord.Protocol.DNSSEC,
            DNSSEC.Algorithm.RSASHA256,
            keys.getPublic());
    server.answers(".", Type.DNSKEY, key, signature(key));
    var anchor = new DSRecord(Name.root, DClass.IN, 3_600, DNSSEC.Digest.SHA256, key);
    resolver =
        new NetworkResolver(
            List.of(server.address()),
            new TrustAnchors(anchor.toString()),
            Clock.systemUTC(),
            ElapsedTime.SYSTEM,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Record signature(Record... records) throws Exception {
    var now = Instant.now();
    return DNSSEC.sign(
        new RRset(records),
        key,
        keys.getPrivate(),
        now.minusSeconds(3_600),
        now.plusSeconds(3_600));
  }

  private void signed(String name, int type, String data) throws Exception {
    var record = FakeNameServer.record(name, type, 60, data);
    server.answers(name, type, record, signature(record));
  }

  @Test
  void provesWhatIsSignedFromTheRootOn() throws Exception {
    signed("mx.", Type.A, "192.0.2.1");
    signed("_25._tcp.mx.", Type.TLSA, "3 1 1 " + "00".repeat(32));
    var soa = FakeNameServer.record(".", Type.SOA, 60, "a. b. 1 1 1 1 60");
    var gap =
        new NSECRecord(
            new Name("mx."),
            DClass.IN,
            60,
            new Name("z."),
            new int[] {Type.A, Type.RRSIG, Type.NSEC});
    server.proves("mx.", Type.AAAA, soa, signature(soa), gap, signature(gap));
    assertThat(resolver.validating().tlsa("_25._tcp.mx").isValidated()).isTrue();
    assertThat(resolver.validating().addresses("mx").isValidated()).isTrue();
  }

  @Test
  void believesNoServerThatOnlySaysItIsAuthentic() throws Exception {
    signed("mx.", Type.TXT, "text");
    assertThat(resolver.txt("mx").found()).containsExactly("text");
    assertThat(resolver.txt("mx").isValidated()).isFalse();
  }

  @Test
  void cannotTellWhereASignatureIsMissingOrOfOtherData() throws Exception {
    server.has("bare.", Type.TXT, 60, "text");
    var said = FakeNameServer.record("forged.", Type.TXT, 60, "this");
    var meant = FakeNameServer.record("forged.", Type.TXT, 60, "that");
    server.answers("forged.", Type.TXT, said, signature(meant));
    assertThat(resolver.validating().txt("bare")).isInstanceOf(Unavailable.class);
    assertThat(resolver.validating().txt("forged")).isInstanceOf(Unavailable.class);
    assertThat(resolver.txt("forged").found()).containsExactly("this");
  }

  @Test
  void hasTheRootsKeys() {
    assertThat(TrustAnchors.iana().records()).contains(" 20326 8 2 ", " 38696 8 2 ");
  }
}
