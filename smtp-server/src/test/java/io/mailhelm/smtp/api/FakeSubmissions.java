package io.mailhelm.smtp.api;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.receive.Submissions;
import io.mailhelm.smtp.store.Idempotency;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Takes everything and remembers it; recipients outside {@code example.test} are captured. {@code
 * full@…} gets 452 and {@code nobody@…} 550; for {@code limited@…} there is no room now, for {@code
 * never@…} never.
 */
public final class FakeSubmissions implements Submissions {
  private final List<Submitted> submitted = new CopyOnWriteArrayList<>();
  private final Map<String, Idempotency> keys = new ConcurrentHashMap<>();
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  private final SlowGate gate = new SlowGate();

  /** What was handed over. */
  public record Submitted(User user, Mailbox from, List<Mailbox> recipients, byte[] message) {}

  @Override
  public Result submit(
      InetAddress peer,
      User user,
      Mailbox from,
      List<Mailbox> recipients,
      byte[] message,
      Optional<Idempotency> idempotency) {
    gate.pass();
    for (var recipient : recipients) {
      if (recipient.localPart().equals("full")) {
        return new Result.Refused(452, "4.2.2", recipient + " is full");
      }
      if (recipient.localPart().equals("limited")) {
        return new Result.Limited(
            452, "4.7.1", "there is room again in 12 min", Optional.of(Duration.ofMillis(700_001)));
      }
      if (recipient.localPart().equals("never")) {
        return new Result.Limited(
            452, "4.7.1", "policy 'x' may send to 0 recipients a day", Optional.empty());
      }
      if (recipient.localPart().equals("nobody")) {
        return new Result.Refused(550, "5.1.1", "no such user here: " + recipient);
      }
    }
    var before = idempotency.map(FakeSubmissions::name).map(keys::get);
    if (before.isPresent()) {
      var same = before.get().fingerprint().equals(idempotency.orElseThrow().fingerprint());
      return new Result.Repeated(ids.get(name(before.get())), same);
    }
    submitted.add(new Submitted(user, from, recipients, message));
    idempotency.ifPresent(
        key -> {
          ids.put(name(key), "ID" + submitted.size());
          keys.put(name(key), key);
        });
    var fates = new HashMap<Mailbox, Fate>();
    for (var recipient : recipients) {
      fates.put(
          recipient,
          recipient.domain().ascii().equals("example.test") ? Fate.DELIVERED : Fate.CAPTURED);
    }
    return new Result.Accepted("ID" + submitted.size(), fates, redirected(recipients));
  }

  /** {@code redirected@…} goes to {@code tests@example.test}. */
  private static Map<Mailbox, Mailbox> redirected(List<Mailbox> recipients) {
    return recipients.stream()
        .filter(recipient -> recipient.localPart().equals("redirected"))
        .collect(Collectors.toMap(it -> it, _ -> Mailbox.of("tests@example.test")));
  }

  /** Before mail is taken. */
  public SlowGate gate() {
    return gate;
  }

  private static String name(Idempotency key) {
    return key.owner() + " " + key.key();
  }

  /** What was remembered of a request, by whose key. */
  public Idempotency remembered(String owner, String key) {
    return keys.get(owner + " " + key);
  }

  /** How many were handed over. */
  public int submitted() {
    return submitted.size();
  }

  /** The newest. */
  public Submitted last() {
    return submitted.getLast();
  }
}
