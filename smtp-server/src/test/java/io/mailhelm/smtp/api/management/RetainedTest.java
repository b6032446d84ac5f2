package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.config.Adopt;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.api.Nodes;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetainedTest {
  @Inject BoundPorts ports;
  @Inject FakeStore store;

  private ApiClient operator;
  private MailStore mail;

  @BeforeEach
  void fill() {
    operator = ApiClient.operator(ports.management());
    mail = store.sending();
    for (var name : List.of("ann", "ben", "cat")) {
      runs(user(name, "uid-" + name, Adopt.None));
      Messages.in(mail).mailboxOf("uid-" + name, name + "@example.test").commit();
    }
    runs();
  }

  @AfterEach
  void empty() {
    Stream.of("ann", "ben", "cat").forEach(name -> mail.deleteMailbox("uid-" + name));
    mail.deleteMailbox("uid-again");
    runs();
  }

  private void runs(User... users) {
    ServerConfig config = Nodes.config(List.of()).withUsers(List.of(users));
    mail.owners().prepare(config, Nodes.CLOCK.instant());
    mail.owners().complete(config, Nodes.CLOCK.instant());
  }

  private static User user(String name, String uid, Adopt adopt) {
    var alice = Nodes.config(List.of()).users().getFirst();
    return new User(
        new ResourceRef("MailUser", "mail", name),
        uid,
        Mailbox.of(name + "@example.test"),
        alice.displayName(),
        alice.verifier(),
        List.of(),
        alice.sendPolicy(),
        alice.quota(),
        false,
        alice.deletionPolicy(),
        adopt);
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(each -> each.get(field).asText())
        .toList();
  }

  @Test
  void closedMailboxesAreListedWithWhatIsInThem() {
    var page = operator.get("/mailboxes?closed").json();

    assertThat(page.get("total").asLong()).isEqualTo(3);
    var ann = page.get("mailboxes").get(0);
    assertThat(ann.get("id").asText()).isEqualTo("uid-ann");
    assertThat(ann.get("address").asText()).isEqualTo("ann@example.test");
    assertThat(ann.get("namespace").asText()).isEqualTo("mail");
    assertThat(ann.get("user").asText()).isEqualTo("ann");
    assertThat(ann.get("messages").asLong()).isEqualTo(1);
    assertThat(ann.get("octets").asLong()).isEqualTo(mail.usage("uid-ann").octets());
    assertThat(ann.get("since").asText()).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(texts(operator.get("/mailboxes?closed&address=ben").json().get("mailboxes"), "id"))
        .containsExactly("uid-ben");
    assertThat(
            operator.get("/mailboxes?closed=true&domain=example.org").json().get("total").asLong())
        .isZero();
  }

  @Test
  void pagesFollowOneAnother() {
    var seen = new ArrayList<String>();
    var next = "";
    do {
      var page = operator.get("/mailboxes?closed&limit=1" + next).json();
      seen.addAll(texts(page.get("mailboxes"), "id"));
      next = page.has("next") ? "&after=" + page.get("next").asText() : "";
    } while (!next.isEmpty());

    assertThat(seen).containsExactly("uid-ann", "uid-ben", "uid-cat");
    assertThat(operator.get("/mailboxes?closed&after=x").status()).isEqualTo(400);
    assertThat(operator.get("/mailboxes").status()).isEqualTo(400);
    assertThat(operator.get("/mailboxes?closed=no").status()).isEqualTo(400);
  }

  @Test
  void onlyWhatIsClosedIsRemoved() {
    runs(user("dan", "uid-dan", Adopt.None));

    assertThat(operator.delete("/mailboxes/uid-dan").status()).isEqualTo(404);
    assertThat(operator.delete("/mailboxes/uid-ann").status()).isEqualTo(204);
    assertThat(operator.delete("/mailboxes/uid-ann").status()).isEqualTo(404);

    assertThat(mail.usage("uid-ann").messages()).isZero();
    assertThat(texts(operator.get("/mailboxes?closed").json().get("mailboxes"), "id"))
        .containsExactly("uid-ben", "uid-cat");
  }

  @Test
  void whoRollsConfigsOutIsToldWhatIsKeptAndWhatWasFound() {
    var before = operator.get("/config").json().get("mailboxes").asText();
    var kept = operator.get("/config/mailboxes").json();
    assertThat(kept.get("domains").get(0).get("domain").asText()).isEqualTo("example.test");
    assertThat(kept.get("domains").get(0).get("count").asLong()).isEqualTo(3);
    assertThat(kept.get("domains").get(0).get("mailboxes")).hasSize(3);
    assertThat(kept.get("found")).isEmpty();

    runs(user("ben", "uid-again", Adopt.WhenNew));

    assertThat(operator.get("/config").json().get("mailboxes").asText()).isNotEqualTo(before);
    var after = operator.get("/config/mailboxes").json();
    assertThat(after.get("domains").get(0).get("count").asLong()).isEqualTo(2);
    assertThat(after.get("found")).hasSize(1);
    assertThat(after.get("found").get(0).get("mailbox").asText()).isEqualTo("uid-again");
    assertThat(after.get("found").get(0).get("found").asText()).isEqualTo("uid-ben");
    assertThat(after.get("found").get(0).get("messages").asLong()).isEqualTo(1);
    assertThat(after.get("found").get(0).get("taken").asBoolean()).isTrue();
    assertThat(operator.get("/config/mailboxes?after=uid-again").json().get("found")).isEmpty();
    assertThat(operator.get("/config/mailboxes?after=uid-again").json().has("domains")).isFalse();
  }

  @Test
  void aUserSeesNothingOfIt() {
    var alice = ApiClient.user(ports.management(), "alice@example.test");

    assertThat(alice.get("/mailboxes?closed").status()).isEqualTo(403);
    assertThat(alice.delete("/mailboxes/uid-ann").status()).isEqualTo(403);
    assertThat(alice.get("/config/mailboxes").status()).isEqualTo(403);
    assertThat(ApiClient.anonymous(ports.management()).get("/mailboxes?closed").status())
        .isEqualTo(401);
  }
}
