package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.Impatient;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class SpfOverTheWireTest {
  private final FakeNameServer server = new FakeNameServer().deniesTheRest();
  private final SpfCheck spf =
      new SpfEvaluator(Impatient.resolver(server, Clock.systemUTC()), Clock.systemUTC());

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private SpfOutcome check(String sender) {
    return spf.check(InetAddress.ofLiteral("192.0.2.1"), "a.example", sender, "h.example");
  }

  @Test
  void putsTheStringsOfARecordTogether() {
    server.has("a.example.", Type.TXT, 60, "\"v=spf1 ip4:192\" \".0.2.1 -all\"");
    assertThat(check("joe@a.example").result()).isEqualTo(SpfResult.Pass);
  }

  @Test
  void refusesARecordWithOctetsThatAreNotAscii() {
    server.has("a.example.", Type.TXT, 60, "\"v=spf1 a:\\239\\187\\191b.example -all\"");
    assertThat(check("joe@a.example").result()).isEqualTo(SpfResult.PermError);
  }

  @Test
  void takesABackslashOfTheSenderForACharacter() {
    server
        .has("a.example.", Type.TXT, 60, "\"v=spf1 exists:%{l}.b.example -all\"")
        .has("x\\\\046y.b.example.", Type.A, 60, "127.0.0.2")
        .has("z.y.b.example.", Type.A, 60, "127.0.0.2");
    assertThat(check("x\\046y@a.example").result()).isEqualTo(SpfResult.Pass);
    assertThat(check("z\\046y@a.example").result()).isEqualTo(SpfResult.Fail);
    assertThat(check("z.y@a.example").result()).isEqualTo(SpfResult.Pass);
  }

  @Test
  void cannotTellWhereNobodyAnswers() {
    server
        .has("a.example.", Type.TXT, 60, "\"v=spf1 a:b.example -all\"")
        .ignores("b.example.", Type.A);
    assertThat(check("joe@a.example").result()).isEqualTo(SpfResult.TempError);
    assertThat(check("joe@a.example").problem()).startsWith("A of b.example: no answer");
  }
}
