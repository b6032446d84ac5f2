package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.compiler.Retained;
import io.mailhelm.dns.ElapsedTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodMailboxesTest {
  private static final Instant SINCE = Instant.parse("2026-11-29T12:00:00Z");

  private static PodMailboxes page(String json) throws IOException {
    return new ObjectMapper().readValue(json.replace('\'', '"'), PodMailboxes.class);
  }

  /** Answers with a page for each {@code after}. */
  private record Pages(UnaryOperator<String> answers, List<String> asked) implements PodClient {
    static Pages of(UnaryOperator<String> answers) {
      return new Pages(answers, new ArrayList<>());
    }

    @Override
    public PodReport config(Target target) {
      throw new AssertionError("nobody asks for it");
    }

    @Override
    public String unready(String address, int port) {
      throw new AssertionError("nobody asks for it");
    }

    @Override
    public PodMailboxes mailboxes(Target target, String after) throws IOException {
      asked.add(after);
      return page(answers.apply(after));
    }

    Retained read(Set<String> users) throws Exception {
      return read(users, ElapsedTime.SYSTEM);
    }

    Retained read(Set<String> users, ElapsedTime time) throws Exception {
      return RetainedPages.read(this, new Target("192.0.2.1", 1, "token", ""), users, time);
    }
  }

  private static String found(String id) {
    return "{'mailbox': '%s', 'since': '%s'}".formatted(id, SINCE);
  }

  @Test
  void pagesMakeOneWhole() throws Exception {
    var first =
        """
        {'domains': [{'domain': 'example.com', 'count': 2, 'mailboxes': [
               {'id': 'uid-1', 'address': 'a@example.com', 'namespace': 'mail', 'messages': 3, 'octets': 4,
                'since': '2026-11-29T12:00:00Z'}]}],
             'found': [{'mailbox': 'uid-2', 'found': 'uid-0', 'messages': 1, 'octets': 2,
               'since': '2026-11-29T12:00:00Z', 'taken': true}], 'next': 'uid-2'}
        """;
    var second =
        """
        {'found': [{'mailbox': 'uid-3', 'messages': 5, 'octets': 6, 'since': '2026-11-29T12:00:00Z'}]}
        """;

    var pages = Pages.of(after -> after.isEmpty() ? first : second);

    assertThat(pages.read(Set.of("uid-2", "uid-3")))
        .isEqualTo(
            new Retained(
                Map.of(
                    "example.com",
                    new Retained.OfDomain(
                        2, List.of(new Retained.Kept("a@example.com", "uid-1", 3, 4, SINCE)))),
                Map.of(
                    "uid-2", new Retained.Found(1, 2, SINCE, true),
                    "uid-3", new Retained.Found(5, 6, SINCE, false))));
    assertThat(pages.asked()).containsExactly("", "uid-2");
  }

  @Test
  void whatDoesNotFitAStatusIsLeftOut() throws Exception {
    var odd =
        """
        {'domains': [null, {'count': 1}, {'domain': 'example.com', 'count': -7, 'mailboxes': [null, {},
           {'id': 'uid-1', 'address': '%s', 'since': '2026-11-29T12:00:00Z'},
           {'id': 'uid-1', 'address': 'a@example.com', 'since': 'yesterday'}]}],
         'found': [null, {}, {'mailbox': 'uid-2'}, {'mailbox': 'uid-3', 'since': 'then'}]}
        """
            .formatted("x".repeat(1000));

    assertThat(Pages.of(after -> odd).read(Set.of("uid-2", "uid-3")))
        .isEqualTo(
            new Retained(Map.of("example.com", new Retained.OfDomain(0, List.of())), Map.of()));
  }

  @Test
  void listsAreCutWhileTheyAreRead() throws Exception {
    var many = "{},".repeat(20_000) + "{}";
    var page =
        page(
            "{'domains': [{'domain': 'example.com', 'mailboxes': [%1$s]}, %1$s], 'found': [%1$s]}"
                .formatted(many));

    assertThat(page.found()).hasSize(1_000);
    assertThat(page.domains()).hasSize(10_000);
    assertThat(page.domains().getFirst().mailboxes()).hasSize(50);
  }

  @Test
  void ofEndlessPagesOnlyWhatIsOfUsersIsKept() throws Exception {
    var pages =
        Pages.of(
            after -> {
              var first = after.isEmpty() ? 1000 : Integer.parseInt(after) + 1;
              var all = IntStream.range(first, first + 3).mapToObj(Integer::toString).toList();
              var found =
                  all.stream().map(PodMailboxesTest::found).collect(Collectors.joining(","));
              return "{'domains': [{'domain': 'd%s.example'}], 'found': [%s], 'next': '%s'}"
                  .formatted(first, found, all.getLast());
            });

    var retained = pages.read(Set.of("1001", "1004"));
    assertThat(new TreeSet<>(retained.found().keySet())).containsExactly("1001", "1004");
    assertThat(retained.domains()).containsOnlyKeys("d1000.example");
    assertThat(pages.asked()).hasSize(100);
  }

  /** Each page comes in time, and all of them would hold a thread for minutes. */
  @Test
  void pagesThatComeSlowlyAreNoAnswerAndWhatWasKnownStays() throws Exception {
    var now = new AtomicReference<>(Duration.ZERO);
    var pages =
        Pages.of(
            after -> {
              now.updateAndGet(at -> at.plusSeconds(3));
              return "{'next': '%s'}".formatted(after + "a");
            });

    assertThatThrownBy(() -> pages.read(Set.of(), new ElapsedTime(() -> now.get().toNanos())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PT10S");
    assertThat(pages.asked()).hasSize(4);

    var memory = new PodRetained();
    memory.heard("1", Retained.NOTHING);
    assertThat(memory.unheard()).isEmpty();
    memory.notHeard("d-smtp-0", SINCE, Duration.ofHours(1));
    assertThat(memory.known()).contains(Retained.NOTHING);
    assertThat(memory.unheard().orElseThrow().message()).startsWith("d-smtp-0 does not say");
    assertThat(memory.isWanted("2", Duration.ofHours(1).plusSeconds(59))).isFalse();
    assertThat(memory.isWanted("2", Duration.ofHours(1).plusSeconds(60))).isTrue();
    memory.heard("2", Retained.NOTHING);
    assertThat(memory.unheard()).isEmpty();
  }

  @Test
  void pagesThatDoNotGoOnAreNoAnswer() {
    for (var next : List.of("b", "a", "c".repeat(1000))) {
      var pages = Pages.of(after -> "{'next': '%s'}".formatted(after.isEmpty() ? "b" : next));
      assertThatThrownBy(() -> pages.read(Set.of())).isInstanceOf(IOException.class);
      assertThat(pages.asked()).hasSize(2);
    }
  }
}
