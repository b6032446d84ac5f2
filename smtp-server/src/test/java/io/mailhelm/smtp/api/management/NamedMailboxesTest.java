package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.api.FakeSending;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.api.FakeSubmissions;
import io.mailhelm.smtp.api.FakeWorld;
import io.mailhelm.smtp.api.Nodes;
import io.mailhelm.smtp.fake.WatchedStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NamedMailboxesTest {
  private static final Mailbox POSTMASTER = Mailbox.of("postmaster@example.test");

  private static final WatchedStore STORE = new WatchedStore();

  @AfterAll
  static void close() {
    STORE.close();
  }

  /** bob is the postmaster; alice has that address as well, if {@code taken}. */
  private static NamedMailboxes mailboxes(boolean taken) {
    var node =
        Nodes.node(
            false, new FakeStore(STORE), new FakeSubmissions(), new FakeSending(), new FakeWorld());
    var config = node.live().current().config();
    var domain = config.domains().getFirst();
    node.live()
        .offer(
            new ServerConfig(
                config.server(),
                List.of(
                    new Domain(
                        domain.name(),
                        domain.domain(),
                        domain.hostname(),
                        domain.outbound(),
                        Optional.empty(),
                        Optional.of(Mailbox.of("bob@example.test")),
                        true,
                        domain.tlsKey(),
                        domain.dkim(),
                        domain.dns(),
                        domain.signingGrants(),
                        domain.inbound(),
                        domain.passwordGrace())),
                taken
                    ? config.users().stream().map(NamedMailboxesTest::aliceAsPostmaster).toList()
                    : config.users(),
                List.of(),
                List.of(),
                List.of(),
                List.of()),
            List.of());
    return new NamedMailboxes(node);
  }

  private static io.mailhelm.config.User aliceAsPostmaster(io.mailhelm.config.User user) {
    return user.address().localPart().equals("alice")
        ? new io.mailhelm.config.User(
            user.resource(),
            POSTMASTER.toString(),
            POSTMASTER,
            user.displayName(),
            user.verifier(),
            List.of(),
            user.sendPolicy(),
            user.quota(),
            user.suspended(),
            user.deletionPolicy(),
            user.adopt())
        : user;
  }

  @Test
  void thePostmastersMailboxIsWhereItsMailGoes() {
    assertThat(mailboxes(false).mailboxId(POSTMASTER)).isEqualTo("bob@example.test");
    assertThat(mailboxes(true).mailboxId(POSTMASTER)).isEqualTo("postmaster@example.test");
  }
}
