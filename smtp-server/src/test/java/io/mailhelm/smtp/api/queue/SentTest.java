package io.mailhelm.smtp.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSending;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.Submitter;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SentTest {
  private static final String PATH = "/api/email/queue";

  @Inject BoundPorts ports;
  @Inject FakeStore store;
  @Inject FakeSending sending;

  private Queued queued;
  private ApiClient alice;
  private ApiClient bob;

  @BeforeEach
  void empty() {
    queued = new Queued(store.sending());
    queued.clear();
    sending.woken();
    alice = ApiClient.user(ports.mailApi(), "alice@example.test");
    bob = ApiClient.user(ports.mailApi(), "bob@example.test");
  }

  @Test
  void usersSeeWhatTheySentAndNothingElse() {
    var hers = queued.message("alice@example.test", "a@x.example");
    var his = queued.message("bob@example.test", "b@x.example");
    assertThat(alice.get(PATH).json().get("deliveries")).hasSize(1);
    assertThat(alice.get(PATH).json().get("deliveries").get(0).get("messageId").asText())
        .isEqualTo(hers);
    assertThat(alice.get(PATH + "/" + his).status()).isEqualTo(404);
    assertThat(alice.post(PATH + "/" + his + "/retry").status()).isEqualTo(404);
    assertThat(alice.delete(PATH + "/" + his).status()).isEqualTo(404);
    assertThat(bob.get(PATH + "/" + his).status()).isEqualTo(200);
    assertThat(ApiClient.operator(ports.mailApi()).get(PATH).json().get("deliveries")).hasSize(2);
    assertThat(ApiClient.anonymous(ports.mailApi()).get(PATH).status()).isEqualTo(401);
  }

  @Test
  void whoHasTheAddressNextSeesNothingThatWasSentBefore() {
    var before = Submitter.of("alice@example.test", "the mailbox of an earlier alice");
    var unknown = new Submitter("alice@example.test", Optional.empty());
    var removed = Submitter.of("alice@example.test", Submitter.REMOVED);
    for (var submitter : List.of(before, unknown, removed)) {
      var message = queued.message(submitter, Queued.NOW, "a@x.example");
      assertThat(alice.get(PATH).json().get("deliveries")).isEmpty();
      assertThat(alice.get(PATH + "/" + message).status()).isEqualTo(404);
      assertThat(alice.delete(PATH + "/" + message).status()).isEqualTo(404);
    }
    assertThat(ApiClient.operator(ports.mailApi()).get(PATH).json().get("deliveries")).hasSize(3);
  }

  @Test
  void showsWhatBecameOfEachRecipient() {
    var message = queued.message("alice@example.test", "a@x.example", "b@y.example");
    queued.settle(
        queued.lease("x.example").getFirst(), State.DELIVERED, Outcome.DELIVERED, 250, "Queued");
    var shown = alice.get(PATH + "/" + message).json();
    assertThat(shown.get("id").asText()).isEqualTo(message);
    var first = shown.get("deliveries").get(0);
    assertThat(first.get("to").asText()).isEqualTo("a@x.example");
    assertThat(first.get("state").asText()).isEqualTo("delivered");
    assertThat(first.has("due")).isFalse();
    assertThat(first.get("history").get(0).get("text").asText()).isEqualTo("Queued");
    assertThat(shown.get("deliveries").get(1).get("state").asText()).isEqualTo("queued");
    assertThat(alice.get(PATH + "?state=delivered").json().get("total").asInt()).isEqualTo(1);
    assertThat(alice.get(PATH + "?state=gone").status()).isEqualTo(400);
  }

  @Test
  void aUserTriesAgainOrCancels() {
    var message = queued.message("alice@example.test", "a@x.example", "b@y.example");
    assertThat(alice.post(PATH + "/" + message + "/retry").body()).isEqualTo("{\"changed\":2}");
    assertThat(sending.woken()).isEqualTo(1);
    queued.lease("x.example");
    assertThat(alice.delete(PATH + "/" + message).body())
        .as("what is being sent stays")
        .isEqualTo("{\"changed\":1}");
    assertThat(alice.delete(PATH + "/" + message).status()).isEqualTo(409);
  }
}
