package io.mailhelm.dns;

import io.mailhelm.dns.fake.FakeNameServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A resolver that does not wait long for what a test's name server leaves unanswered. */
public final class Impatient {
  private Impatient() {}

  public static Resolver resolver(FakeNameServer server, Clock clock) {
    return new NetworkResolver(
        List.of(server.address()),
        TrustAnchors.iana(),
        clock,
        ElapsedTime.SYSTEM,
        Duration.ofSeconds(2),
        Duration.ofMillis(500));
  }
}
