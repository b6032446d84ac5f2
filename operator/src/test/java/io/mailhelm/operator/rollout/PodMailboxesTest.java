package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.compiler.Retained;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodMailboxesTest {
  private static final Instant SINCE = Instant.parse("2026-11-29T12:00:00Z");

  private static PodMailboxes page(String json) throws Exception {
    return new ObjectMapper().readValue(json.replace('\'', '"'), PodMailboxes.class);
  }

  @Test
  void pagesMakeOneWhole() throws Exception {
    var first =
        page(
            """
            {'domains': [{'domain': 'example.com', 'count': 2, 'mailboxes': [
               {'id': 'uid-1', 'address': 'a@example.com', 'namespace': 'mail', 'messages': 3, 'octets': 4,
                'since': '2026-11-29T12:00:00Z'}]}],
             'found': [{'mailbox': 'uid-2', 'found': 'uid-0', 'messages': 1, 'octets': 2,
               'since': '2026-11-29T12:00:00Z', 'taken': true}], 'next': 'uid-2'}
            """);
    var second =
        page(
            """
            {'found': [{'mailbox': 'uid-3', 'messages': 5, 'octets': 6, 'since': '2026-11-29T12:00:00Z'}]}
            """);

    assertThat(PodMailboxes.of(List.of(first, second)))
        .isEqualTo(
            new Retained(
                Map.of(
                    "example.com",
                    new Retained.OfDomain(
                        2, List.of(new Retained.Kept("a@example.com", "uid-1", 3, 4, SINCE)))),
                Map.of(
                    "uid-2", new Retained.Found(1, 2, SINCE, true),
                    "uid-3", new Retained.Found(5, 6, SINCE, false))));
    assertThat(first.next()).isEqualTo("uid-2");
    assertThat(second.next()).isNull();
  }

  @Test
  void whatDoesNotFitAStatusIsLeftOut() throws Exception {
    var odd =
        page(
            """
            {'domains': [null, {'count': 1}, {'domain': 'example.com', 'count': -7, 'mailboxes': [null, {},
               {'id': 'uid-1', 'address': '%s', 'since': '2026-11-29T12:00:00Z'},
               {'id': 'uid-1', 'address': 'a@example.com', 'since': 'yesterday'}]}],
             'found': [null, {}, {'mailbox': 'uid-2'}, {'mailbox': 'uid-3', 'since': 'then'}]}
            """
                .formatted("x".repeat(1000)));

    assertThat(PodMailboxes.of(List.of(odd)))
        .isEqualTo(
            new Retained(Map.of("example.com", new Retained.OfDomain(0, List.of())), Map.of()));
  }
}
