package io.mailhelm.smtp.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiClient.Answer;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSending;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.HoldReason;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class QueueTest {
  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";

  @Inject BoundPorts ports;
  @Inject FakeStore store;
  @Inject FakeSending sending;

  private Queued queued;
  private ApiClient operator;

  @BeforeEach
  void empty() {
    queued = new Queued(store.sending());
    queued.clear();
    sending.woken();
    operator = ApiClient.operator(ports.management());
  }

  @Test
  void listsWhatWaitsAndSaysEverythingAboutIt() {
    var message = queued.message(ALICE, "ann@x.example");
    var page = operator.get("/queue").json();
    assertThat(page.get("total").asLong()).isEqualTo(1);
    var one = page.get("deliveries").get(0);
    assertThat(one.get("messageId").asText()).isEqualTo(message);
    assertThat(one.get("from").asText()).isEqualTo(ALICE);
    assertThat(one.get("user").asText()).isEqualTo(ALICE);
    assertThat(one.get("domain").asText()).isEqualTo("example.test");
    assertThat(one.get("policy").asText()).isEqualTo("news");
    assertThat(one.get("to").asText()).isEqualTo("ann@x.example");
    assertThat(one.get("destination").asText()).isEqualTo("x.example");
    assertThat(one.get("state").asText()).isEqualTo("queued");
    assertThat(one.get("sending").asBoolean()).isFalse();
    assertThat(one.get("queuedAt").asText()).isEqualTo("2026-11-23T07:00:00Z");
    assertThat(one.get("due").asText()).isEqualTo("2026-11-23T07:00:00Z");
    assertThat(one.get("expiresAt").asText()).isEqualTo("2026-11-28T07:00:00Z");
    assertThat(one.get("attempts").asInt()).isZero();
    assertThat(one.get("size").asLong()).isPositive();
    assertThat(one.get("subject").asText()).isEqualTo("Grüße");
    assertThat(one.has("last")).isFalse();
    assertThat(one.has("history")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 3",
    "?state=held, 1",
    "'?state=held,delivered', 2",
    "?state=all, 4",
    "?domain=EXAMPLE.test, 3",
    "?domain=other.test, 0",
    "?destination=y.example, 1",
    "?user=bob, 1",
    "?recipient=ANN, 1",
    "?olderThan=2h, 1",
    "?olderThan=1d, 0",
    "?state=queued&user=alice@example.test, 2"
  })
  void filters(String query, int expected) {
    queued.message(ALICE, "ann@x.example");
    operator.post("/queue/" + queued.only(queued.message(BOB, "b@y.example")) + "/hold");
    queued.message(ALICE, Queued.NOW.minus(Duration.ofHours(3)), "old@z.example");
    queued.message("noreply@example.test", "done@w.example");
    queued.settle(
        queued.lease("w.example").getFirst(), State.DELIVERED, Outcome.DELIVERED, 250, "ok");
    assertThat(operator.get("/queue" + query).json().get("total").asInt()).isEqualTo(expected);
  }

  @Test
  void givesPageAfterPage() {
    for (int i = 0; i < 3; i++) {
      queued.message(ALICE, "ann" + i + "@x.example");
    }
    var first = operator.get("/queue?limit=2").json();
    assertThat(first.get("deliveries")).hasSize(2);
    var second = operator.get("/queue?limit=2&after=" + first.get("next").asText()).json();
    assertThat(second.get("deliveries")).hasSize(1);
    assertThat(second.get("deliveries").get(0).get("to").asText()).isEqualTo("ann0@x.example");
    assertThat(second.has("next")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=waiting",
        "stat=held",
        "limit=0",
        "after=x",
        "olderThan=1w",
        "domain=-",
        "limit=1&limit=2"
      })
  void whatIsNotUnderstoodIs400(String query) {
    assertThat(operator.get("/queue?" + query).status()).isEqualTo(400);
  }

  @Test
  void showsEveryAttemptInThePeersWords() {
    var id = queued.only(queued.message(ALICE, "ann@x.example"));
    queued.settle(
        queued.lease("x.example").getFirst(), State.QUEUED, Outcome.DEFERRED, 452, "Mailbox full");
    var one = operator.get("/queue/" + id).json();
    assertThat(one.get("due").asText()).isEqualTo("2026-11-23T08:10:00Z");
    assertThat(one.get("attempts").asInt()).isEqualTo(1);
    assertThat(one.get("history")).hasSize(1);
    var attempt = one.get("history").get(0);
    assertThat(attempt).isEqualTo(one.get("last"));
    assertThat(attempt.get("at").asText()).isEqualTo("2026-11-23T07:59:55Z");
    assertThat(attempt.get("outcome").asText()).isEqualTo("deferred");
    assertThat(attempt.get("host").asText()).isEqualTo("mx.x.example");
    assertThat(attempt.get("address").asText()).isEqualTo("192.0.2.1:25");
    assertThat(attempt.get("tls").asText()).isEqualTo("TLSv1.3 unverified");
    assertThat(attempt.get("code").asInt()).isEqualTo(452);
    assertThat(attempt.get("enhanced").asText()).isEqualTo("4.2.0");
    assertThat(attempt.get("text").asText()).isEqualTo("Mailbox full");
    assertThat(attempt.get("millis").asLong()).isEqualTo(250);
  }

  @Test
  void holdsReleasesHurriesAndDeletesOne() {
    var path = "/queue/" + queued.only(queued.message(ALICE, "ann@x.example"));
    assertThat(operator.post(path + "/hold").body()).isEqualTo("{\"changed\":1}");
    assertThat(state(path)).isEqualTo("held");
    refused(operator.post(path + "/hold"), "It is held already.");
    refused(
        operator.post(path + "/retry"),
        "It is held because somebody held it: release it, and it is tried at once.");
    assertThat(sending.woken()).isZero();
    assertThat(operator.post(path + "/release").status()).isEqualTo(200);
    assertThat(sending.woken()).isEqualTo(1);
    assertThat(state(path)).isEqualTo("queued");
    refused(
        operator.post(path + "/release"),
        "It is not held: it is tried when it is due, or at once if you retry it.");
    assertThat(operator.post(path + "/retry").status()).isEqualTo(200);
    assertThat(sending.woken()).isEqualTo(1);
    assertThat(operator.delete(path).body()).isEqualTo("{\"changed\":1}");
    assertThat(state(path)).isEqualTo("cancelled");
    refused(operator.delete(path), "It is cancelled: nothing more happens to it.");
  }

  @Test
  void saysWhyADeliveryIsHeldAndWhatReleasesIt() {
    var id = queued.only(queued.message(ALICE, "ann@x.example"));
    var path = "/queue/" + id;
    store
        .queue()
        .hold(HoldReason.POLICY_GONE, List.of(new DeliveryId(Long.parseLong(id))), Queued.NOW);
    var hold = operator.get(path).json().get("hold");
    assertThat(hold.get("reason").asText()).isEqualTo("policy_gone");
    assertThat(hold.get("detail").asText()).startsWith("its SendPolicy is not there any more");
    assertThat(hold.get("since").asText()).isEqualTo("2026-11-23T08:00:00Z");
    for (var action : List.of("/release", "/retry")) { // neither advises what the other refuses
      refused(
          operator.post(path + action),
          "It is held because its SendPolicy is not there any more, so nobody knows its route: mend"
              + " that and it is released, or delete it.");
    }
    assertThat(changed(operator.post("/queue/release?all=true"))).isZero();
    assertThat(operator.post(path + "/hold").status()).as("a person's now").isEqualTo(200);
    assertThat(operator.get(path).json().get("hold").get("reason").asText()).isEqualTo("manual");
    assertThat(operator.post(path + "/release").status()).isEqualTo(200);
    assertThat(operator.get(path).json().has("hold")).isFalse();
  }

  @Test
  void whatIsBeingSentCannotBeDeleted() {
    var path = "/queue/" + queued.only(queued.message(ALICE, "ann@x.example"));
    var leased = queued.lease("x.example");
    assertThat(operator.get(path).json().get("sending").asBoolean()).isTrue();
    refused(operator.delete(path), "It is being sent now");
    assertThat(operator.delete("/queue?destination=x.example").json().get("changed").asInt())
        .isZero();
    store.queue().giveBack(List.of(leased.getFirst().id()));
    assertThat(operator.delete(path).status()).isEqualTo(200);
  }

  @Test
  void changesWhateverMatches() {
    queued.message(ALICE, "a@x.example", "b@x.example", "c@y.example");
    queued.message(BOB, "d@x.example");
    assertThat(changed(operator.post("/queue/hold?destination=x.example&user=alice"))).isEqualTo(2);
    assertThat(changed(operator.post("/queue/retry?all=true"))).isEqualTo(2);
    assertThat(changed(operator.post("/queue/release?state=queued"))).isZero();
    assertThat(sending.woken()).isEqualTo(1);
    assertThat(changed(operator.post("/queue/release?user=alice"))).isEqualTo(2);
    assertThat(changed(operator.delete("/queue?all=true"))).isEqualTo(4);
    assertThat(operator.get("/queue").json().get("total").asInt()).isZero();
  }

  @Test
  void everythingMustBeAskedFor() {
    queued.message(ALICE, "a@x.example");
    for (var answer :
        List.of(
            operator.delete("/queue"),
            operator.delete("/queue?all=false"),
            operator.delete("/queue?state=all"),
            operator.post("/queue/hold"))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("detail").asText()).contains("all=true");
    }
    assertThat(operator.get("/queue").json().get("total").asInt()).isEqualTo(1);
  }

  @Test
  void thereIsNothingForUsersHere() {
    queued.message(ALICE, "a@x.example");
    var alice = ApiClient.user(ports.management(), ALICE);
    for (var path :
        List.of(
            "/queue",
            "/queue/1",
            "/queue/lanes",
            "/queue/destinations",
            "/suppressions",
            "/counts")) {
      assertThat(alice.get(path).status()).as(path).isEqualTo(403);
    }
    assertThat(alice.delete("/queue?all=true").status()).isEqualTo(403);
    assertThat(operator.get("/queue").json().get("total").asInt()).isEqualTo(1);
    assertThat(ApiClient.operator(ports.mailApi()).get("/queue").status()).isEqualTo(404);
  }

  @Test
  void whatIsNotThereIs404() {
    assertThat(operator.get("/queue/999999").status()).isEqualTo(404);
    assertThat(operator.get("/queue/abc").status()).isEqualTo(404);
    assertThat(operator.post("/queue/999999/retry").status()).isEqualTo(404);
    assertThat(operator.delete("/queue/999999").status()).isEqualTo(404);
  }

  @Test
  void saysWhatIsBeingSentNow() {
    assertThat(operator.get("/queue/lanes").body())
        .isEqualTo(
            "{\"lanes\":[{\"policy\":\"default\",\"hop\":\"x.example\",\"connections\":2},"
                + "{\"policy\":\"news\",\"hop\":\"smtp.relay.example:587\",\"connections\":0,"
                + "\"pausedUntil\":\"1970-01-01T00:00:00Z\"}]}");
  }

  @Test
  void saysWhatEachDestinationMayHave() {
    assertThat(operator.get("/queue/destinations").body())
        .isEqualTo(
            "{\"destinations\":[{\"lane\":\"|a.example\",\"policy\":\"default\","
                + "\"destination\":\"a.example\",\"connections\":3,\"limit\":5},"
                + "{\"lane\":\"news|x.example\",\"policy\":\"news\",\"destination\":\"x.example\","
                + "\"provider\":\"google\",\"connections\":1,\"limit\":2,\"perMinute\":30,"
                + "\"slowedSince\":\"1970-01-01T00:00:00Z\","
                + "\"lastReply\":\"421 4.7.0 Try again later\"}]}");
  }

  @Test
  void healthSaysHowMuchWaitsAndHowLong() {
    queued.message(ALICE, "a@x.example", "b@x.example");
    operator.post("/queue/hold?recipient=a@");
    assertThat(operator.get("/health").json().get("queue").toString())
        .isEqualTo("{\"queued\":1,\"held\":1,\"heldFor\":{\"manual\":1},\"oldest\":3600}");
  }

  @Test
  void countsWhatBecameOfIt() {
    queued.message(ALICE, "a@x.example");
    queued.settle(
        queued.lease("x.example").getFirst(), State.FAILED, Outcome.FAILED, 550, "no such user");
    var counts = operator.get("/counts?policy=news&since=2026-11-23").json().get("counts");
    assertThat(counts).isNotEmpty();
    var hour = counts.get(counts.size() - 1);
    assertThat(hour.get("domain").asText()).isEqualTo("example.test");
    assertThat(hour.get("policy").asText()).isEqualTo("news");
    assertThat(hour.get("bounced").asLong()).isPositive();
    assertThat(operator.get("/counts?policy=other").json().get("counts")).isEmpty();
    assertThat(operator.get("/counts").json().get("limits")).isEmpty();
  }

  private String state(String path) {
    return operator.get(path).json().get("state").asText();
  }

  private static int changed(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("changed").asInt();
  }

  private static void refused(Answer answer, String sentence) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
    assertThat(answer.json().get("detail").asText()).contains(sentence);
  }
}
