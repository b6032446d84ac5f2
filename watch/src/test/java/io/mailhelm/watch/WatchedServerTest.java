package io.mailhelm.watch;

import static io.mailhelm.watch.PlayedDomains.NEVER;
import static io.mailhelm.watch.PlayedDomains.config;
import static io.mailhelm.watch.PlayedDomains.domain;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.dns.AddressRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchedServerTest {
  private static WatchedServer server(Problem... problems) {
    var config =
        config(
            domain("a", NEVER, true),
            domain("quiet", NEVER, false),
            domain("paused", NEVER, true),
            domain("refused", NEVER, true));
    return new WatchedServer(
        new Compilation(Optional.of(config), List.of(problems), Map.of(), Map.of(), Map.of()),
        config,
        List.of("192.0.2.53"),
        new AddressRules(List.of()),
        Set.of("a", "quiet", "refused", "keyless"),
        Stream.of("a", "quiet", "paused", "refused", "nowhere")
            .collect(Collectors.toMap(name -> name, WatchedServerTest::keys)));
  }

  private static ResourceRef resource(String name) {
    return new ResourceRef("MailDomain", "default", name);
  }

  private static GeneratedKeys keys(String name) {
    return new GeneratedKeys(
        name + ".example",
        new Requirements.Dkim(
            resource(name),
            new SecretName("default", name + "-dkim"),
            List.of(),
            true,
            Duration.ofDays(90),
            Duration.ofDays(7),
            Duration.ofDays(10)),
        new PlayedKeyStore(),
        "0");
  }

  @Test
  void theDnsIsLookedAtOfThoseThatAreWatchedAndNotPaused() {
    assertThat(server().dns()).containsOnlyKeys("a", "refused");
    assertThat(server().dns().get("a").resolvers()).containsExactly("192.0.2.53");
  }

  @Test
  void keysAreDrivenOfAllThatAreNotPaused() {
    assertThat(server().rotation()).containsOnlyKeys("a", "quiet", "refused");
  }

  @Test
  void nobodyIsAskedForKeysOfOneThatIsRefused() {
    var rotation =
        server(
                new Problem(
                    Problem.Severity.Error, Reason.InvalidValue, resource("refused"), "", "no"))
            .rotation();

    assertThat(rotation.get("refused").domain()).isEmpty();
    assertThat(rotation.get("a").domain()).isPresent();
  }
}
