package io.mailhelm.smtp.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.AddressPattern;
import io.mailhelm.config.Cidr;
import io.mailhelm.config.ContentRules;
import io.mailhelm.config.ContentRules.Action;
import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.Quota;
import io.mailhelm.config.RecipientRules.Others;
import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.SendLimits;
import io.mailhelm.config.SendLimits.OnExceed;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.TestPolicy;
import io.mailhelm.smtp.limit.TestLimits;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every script in {@code dialogues} against a live server; the README there says who lives in it.
 */
class DialoguesTest {
  private static final KeyPem CERTIFICATE =
      TestCertificate.of("tls/example-com", "mail.example.com");

  static Stream<Path> scripts() throws IOException, URISyntaxException {
    var folder = Path.of(DialoguesTest.class.getResource("/dialogues").toURI());
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void goesAsWritten(Path script) throws IOException {
    var dialogue = Dialogue.read(script);
    try (var server = new RunningServer(world(dialogue));
        var performance = new Performance(dialogue, server)) {
      performance.play();
      assertThat(server.events(Event.Failed.class)).isEmpty();
    }
  }

  private static TestConfig world(Dialogue dialogue) {
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .listener("submission", Tls.StartTls, Auth.Required)
        .listener("submissions", Tls.Implicit, Auth.Required)
        .listener("development", Tls.Optional, Auth.Required)
        .listener("laptop", Tls.Optional, Auth.LoopbackOptional)
        .listener("proxied", Tls.Optional, Auth.LoopbackOptional, Cidr.of("127.0.0.0/8"))
        .listener("proxied-smtp", Tls.Opportunistic, Auth.None, Cidr.of("127.0.0.0/8"))
        .listener("proxied-tls", Tls.Implicit, Auth.None, Cidr.of("127.0.0.0/8"))
        .listener("distrustful", Tls.Optional, Auth.Required, Cidr.of("192.0.2.0/24"))
        .relayFrom("198.51.100.0/24")
        .domain("example.com", Outbound.Capture)
        .domain("sends.example", Outbound.Deliver)
        .domain("also.example", Outbound.Deliver)
        .domain("catchall.example", Outbound.Capture)
        .catchAll("carol@catchall.example")
        .domain("listed.example", Outbound.Capture)
        .ownSendersAccepted()
        .domain("granting.example", Outbound.Capture)
        .grants("example-com")
        .key(CERTIFICATE)
        .policy(policy("anybody", SendPolicy.From.Any, false))
        .policy(policy("team", SendPolicy.From.OwnDomain, false))
        .policy(policy("stopped", SendPolicy.From.Any, true))
        .policy(
            new SendPolicy(
                "office",
                "example-com",
                List.of(Cidr.of("192.0.2.0/24")),
                SendPolicy.From.OwnAddresses,
                List.of(),
                false,
                List.of(),
                DeliveryRules.DEFAULT))
        .policy(
            new SendPolicy(
                "allowing",
                "example-com",
                List.of(),
                SendPolicy.From.OwnAddresses,
                Stream.of("@sends.example", "@granting.example", "@elsewhere.example")
                    .map(AddressPattern::of)
                    .toList(),
                false,
                List.of(),
                DeliveryRules.DEFAULT))
        .policy(
            TestPolicy.guarding(
                "only-ours",
                "sends-example",
                TestPolicy.denying(List.of("*@ours.example"), "boss@ours.example")))
        .policy(
            TestPolicy.guarding(
                "keeping", "sends-example", TestPolicy.only(Others.Capture, "*@ours.example")))
        .policy(
            TestPolicy.guarding(
                "to-alice",
                "sends-example",
                TestPolicy.redirecting("alice@example.com", "*@ours.example")))
        .policy(
            TestPolicy.guarding(
                "to-tests",
                "sends-example",
                TestPolicy.redirecting("tests@dev.example", "*@ours.example")))
        .policy(
            TestPolicy.guarding(
                "to-nobody",
                "sends-example",
                TestPolicy.redirecting("nobody@example.com", "*@ours.example")))
        .policy(
            TestPolicy.checking(
                "checking",
                "sends-example",
                new ContentRules(
                    Map.of(
                        Check.PlainTextPart, Action.Warn,
                        Check.Size, Action.Warn,
                        Check.MissingFields, Action.Warn,
                        Check.SpamWords, Action.Reject,
                        Check.ExecutableAttachments, Action.Reject),
                    List.of("FREE"),
                    500)))
        .policy(
            TestPolicy.checking(
                "aligned",
                "sends-example",
                new ContentRules(
                    Map.of(Check.FromAlignment, Action.Reject), List.of(), ContentRules.LARGE)))
        .policy(
            TestLimits.policy(
                "frugal",
                new SendLimits(
                    TestLimits.perHour(3),
                    RecipientWindows.NONE,
                    Optional.of(2),
                    Optional.of(1_000L),
                    OnExceed.Reject)))
        .policy(
            TestLimits.policy(
                "patient", RecipientWindows.NONE, TestLimits.perHour(1), OnExceed.Defer))
        .policy(
            TestLimits.policy(
                "none",
                new RecipientWindows(Optional.empty(), Optional.empty(), Optional.of(0)),
                RecipientWindows.NONE,
                OnExceed.Defer))
        .user("checked@sends.example", "c", Optional.of("checking"), false, Quota.DEFAULT)
        .user("aligned@sends.example", "a", Optional.of("aligned"), false, Quota.DEFAULT)
        .user("only@sends.example", "o", Optional.of("only-ours"), false, Quota.DEFAULT)
        .user("keeping@sends.example", "k", Optional.of("keeping"), false, Quota.DEFAULT)
        .user("inside@sends.example", "i", Optional.of("to-alice"), false, Quota.DEFAULT)
        .user("outside@sends.example", "o", Optional.of("to-tests"), false, Quota.DEFAULT)
        .user("nowhere@sends.example", "n", Optional.of("to-nobody"), false, Quota.DEFAULT)
        .user("frugal@sends.example", "f", Optional.of("frugal"), false, Quota.DEFAULT)
        .user("patient@sends.example", "p", Optional.of("patient"), false, Quota.DEFAULT)
        .user("none@example.com", "n", Optional.of("none"), false, Quota.DEFAULT)
        .user("alice@example.com", "secret", "sales@example.com")
        .user("frank@example.com", "fish", Optional.of("allowing"), false, Quota.DEFAULT)
        .user("bob@example.com", "builder", Optional.of("anybody"), false, Quota.DEFAULT)
        .user("dave@example.com", "dive", Optional.of("team"), false, Quota.DEFAULT)
        .user("gone@example.com", "away", Optional.empty(), true, Quota.DEFAULT)
        .user("halted@example.com", "stop", Optional.of("stopped"), false, Quota.DEFAULT)
        .user("office@example.com", "desk", Optional.of("office"), false, Quota.DEFAULT)
        .user("full@example.com", "up", Optional.empty(), false, new Quota(1 << 20, 0))
        .user("small@example.com", "s", Optional.empty(), false, new Quota(700, 10))
        .user("erin@sends.example", "out")
        .user("grace@sends.example", "note")
        .user("olga@also.example", "oslo")
        .user("carol@catchall.example", "all")
        .limits(dialogue.limits());
  }

  private static SendPolicy policy(String name, SendPolicy.From from, boolean suspended) {
    return new SendPolicy(
        name,
        "example-com",
        List.of(),
        from,
        List.of(),
        suspended,
        List.of(),
        DeliveryRules.DEFAULT);
  }
}
