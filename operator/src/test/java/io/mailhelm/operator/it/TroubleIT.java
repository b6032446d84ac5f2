package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.operator.it.Gate.Fate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the operator lives through what becomes of its requests, and is not the worse for it. */
class TroubleIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Story story = new Story(() -> {});
  private final Gate gate = new Gate(story.api().config());
  private final AtomicInteger asked = new AtomicInteger();
  private RunningOperator operator;

  private void start() {
    operator =
        RunningOperator.with(
            RunningOperator.client(gate.config()), story.api(), Clock.systemUTC(), any -> {});
  }

  @AfterEach
  void end() {
    operator.close();
    gate.close();
    story.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"IS_LOST", "ANSWER_IS_LOST"})
  void aConnectionThatEndsInTheMiddleOfAWriteChangesNothing(Fate fate) {
    var writes = new AtomicInteger();
    gate.rule(
        request -> request.isWrite() && writes.incrementAndGet() % 6 == 0 ? fate : Fate.PASSES);
    start();

    story.told();

    assertThat(writes).hasValueGreaterThan(60);
  }

  @Test
  void anApiServerThatIsTooBusyIsAskedLater() {
    var times = new ConcurrentHashMap<Gate.Asked, List<Instant>>();
    gate.rule(
        request -> {
          // Of the six it turned away it keeps listening for the second time, whatever else comes.
          if (!request.isWrite() || times.size() > 5 && !times.containsKey(request)) {
            return Fate.PASSES;
          }
          var mine = times.computeIfAbsent(request, any -> new CopyOnWriteArrayList<>());
          mine.add(Instant.now());
          return mine.size() == 1 ? Fate.IS_TOO_MUCH : Fate.PASSES;
        });
    start();

    story.begin();

    assertThat(times.values())
        .filteredOn(asked -> asked.size() > 1)
        .isNotEmpty()
        .allSatisfy(
            asked ->
                assertThat(Duration.between(asked.get(0), asked.get(1)))
                    .isGreaterThan(Duration.ofMillis(90)));
  }

  @Test
  void whereSomebodyElseWasFasterItLooksAgain() {
    var conflicts = new AtomicInteger(5);
    gate.rule(
        request ->
            request.method().equals("PATCH") && conflicts.getAndDecrement() > 0
                ? Fate.CONFLICTS
                : Fate.PASSES);
    start();

    story.told();
  }

  @Test
  void whatIsRefusedIsTriedAgainEverMoreSeldomAndNeverGivenUp() {
    var refused = new ConcurrentLinkedQueue<Instant>();
    gate.rule(
        request -> {
          asked.incrementAndGet();
          if (request.isWrite() && request.path().contains("/statefulsets") && refused.size() < 7) {
            refused.add(Instant.now());
            return Fate.CONFLICTS;
          }
          return Fate.PASSES;
        });
    start();

    story.begin();

    assertThat(refused).hasSize(7);
    // 0.2 s, 0.4 s, 0.8 s, 1.6 s; what happens meanwhile may make it look sooner, never for long.
    assertThat(Duration.between(first(refused), Instant.now()))
        .isGreaterThan(Duration.ofSeconds(3));
    assertThat(asked).as("all requests of the operator").hasValueLessThan(150);
  }

  @Test
  void anApiServerThatGoesAwayIsFoundAgainWhenItIsBack() {
    start();
    story.begin();
    var lost = new ConcurrentLinkedQueue<Instant>();

    gate.shut();
    gate.rule(
        request -> {
          lost.add(Instant.now());
          return Fate.IS_LOST;
        });
    story.seen().apply(Declarations.user("erin", ""));
    story.until("30 requests are lost", () -> lost.size() >= 30);
    var away = Duration.between(first(lost), Instant.now());
    gate.rule(
        request -> {
          asked.incrementAndGet();
          return Fate.PASSES;
        });
    story.change();
    story.ready(MailUser.class, "erin");

    // 12 watches and what was to be done: after the first second ever more seldom.
    assertThat(away).isGreaterThan(Duration.ofSeconds(2));
    assertThat(asked).as("requests when it is back").hasValueLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/secrets/example-com-config-index",
        "/statefulsets/example-com-smtp",
        "/maildomains/example-com/status",
        "/mailusers/alice/status",
        "/mailusers/alice?",
        "/pods/example-com-smtp-0",
        "/secrets"
      })
  void whatIsEditedInTheMiddleOfAPassIsNotLost(String path) {
    var edits = new AtomicInteger();
    gate.rule(
        request -> {
          if (request.isWrite() && request.path().contains(path) && edits.getAndIncrement() == 0) {
            story.seen().apply(Declarations.user("alice", "aliases: [sales], suspended: true"));
          }
          return Fate.PASSES;
        });
    start();

    story.begin();

    assertThat(edits).hasPositiveValue();
    story.ready(MailUser.class, "alice");
    var alice = story.seen().get(MailUser.class, "alice").orElseThrow();
    assertThat(alice.getSpec().aliases()).containsExactly("sales");
    story.until("the pod runs it", this::runsWhatIsDeclared);
    assertThat(story.node().pod(Story.POD).config().orElseThrow().users())
        .filteredOn(user -> user.suspended() && !user.aliases().isEmpty())
        .hasSize(1);
  }

  @Test
  void aSecretDeletedByHandIsMadeAgainAndTheServersFollow() {
    start();
    story.begin();
    var secrets = story.api().client().secrets().inNamespace(story.api().namespace());
    var generated =
        secrets.list().getItems().stream()
            .map(secret -> secret.getMetadata().getName())
            .filter(name -> !name.equals("chosen"))
            .toList();
    var number = 0;
    for (var name : generated) {
      var uid = secrets.withName(name).get().getMetadata().getUid();
      secrets.withName(name).delete();
      var user = "user-" + number++;
      story.seen().apply(Declarations.user(user, ""));
      story.ready(MailUser.class, user);
      story.until(
          name + " is there again",
          () ->
              story
                  .seen()
                  .get(Secret.class, name)
                  .filter(now -> !now.getMetadata().getUid().equals(uid))
                  .isPresent());
      story.until("the pod runs what is declared", this::runsWhatIsDeclared);
    }
    assertThat(generated).hasSizeGreaterThan(9);
  }

  private boolean runsWhatIsDeclared() {
    var host = story.seen().get(MailDomain.class, "example-com").orElseThrow();
    return Seen.is(host, "Ready", "True")
        && story
            .node()
            .pod(Story.POD)
            .running()
            .equals(Optional.of(host.getStatus().server().configHash()));
  }

  private static Instant first(Queue<Instant> times) {
    return times.element();
  }
}
