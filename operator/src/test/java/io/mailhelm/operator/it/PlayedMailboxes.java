package io.mailhelm.operator.it;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The mailboxes of a played server, on a volume that outlives it; every user has some mail. */
final class PlayedMailboxes {
  static final int MESSAGES = 3;
  static final int OCTETS = 1234;
  static final String SINCE = "2026-11-29T12:00:00Z";

  private Map<String, Mailbox> open = new TreeMap<>();
  private final Map<String, Mailbox> closed = new TreeMap<>();

  /** Whether what was found was taken up, by the mailbox of whoever found it. */
  private final Map<String, Boolean> found = new TreeMap<>();

  private int revision;

  synchronized void run(ServerConfig config) {
    var users =
        config.users().stream()
            .collect(Collectors.toMap(User::mailboxId, User::address, (a, b) -> a, TreeMap::new));
    var before = open;
    before.forEach(
        (id, address) -> {
          if (!users.containsKey(id)) {
            closed.put(id, address);
          }
        });
    config.tombstones().stream().map(Tombstone::mailboxId).forEach(closed::remove);
    for (var user : config.users()) {
      closed.remove(user.mailboxId());
      var isNew = !before.containsKey(user.mailboxId());
      if (isNew || user.adopt() == Adopt.Always) {
        find(user.address())
            .ifPresent(
                id -> {
                  var takes = user.adopt() != Adopt.None;
                  found.put(user.mailboxId(), takes);
                  if (takes) {
                    closed.remove(id);
                  }
                });
      }
    }
    open = users;
    revision++;
  }

  private Optional<String> find(Mailbox address) {
    return closed.entrySet().stream()
        .filter(each -> each.getValue().equals(address))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  synchronized String revision() {
    return "played-" + revision;
  }

  /** The answer to {@code GET /config/mailboxes}. */
  synchronized Map<String, Object> answer() {
    var domains =
        closed.entrySet().stream()
            .collect(Collectors.groupingBy(each -> each.getValue().domain().ascii()));
    var answer = new LinkedHashMap<String, Object>();
    answer.put(
        "domains",
        domains.entrySet().stream()
            .map(
                domain ->
                    Map.of(
                        "domain",
                        domain.getKey(),
                        "count",
                        domain.getValue().size(),
                        "mailboxes",
                        domain.getValue().stream().map(PlayedMailboxes::kept).toList()))
            .toList());
    answer.put(
        "found",
        found.entrySet().stream()
            .filter(each -> open.containsKey(each.getKey()))
            .map(
                each ->
                    Map.of(
                        "mailbox",
                        each.getKey(),
                        "found",
                        "a predecessor's",
                        "messages",
                        MESSAGES,
                        "octets",
                        OCTETS,
                        "since",
                        SINCE,
                        "taken",
                        each.getValue()))
            .toList());
    return answer;
  }

  private static Map<String, Object> kept(Map.Entry<String, Mailbox> mailbox) {
    return Map.of(
        "id",
        mailbox.getKey(),
        "address",
        mailbox.getValue().toString(),
        "namespace",
        "any",
        "messages",
        MESSAGES,
        "octets",
        OCTETS,
        "since",
        SINCE);
  }

  /** The addresses of those that nobody has any more. */
  synchronized List<String> closed() {
    return closed.values().stream().map(Mailbox::toString).sorted().toList();
  }
}
