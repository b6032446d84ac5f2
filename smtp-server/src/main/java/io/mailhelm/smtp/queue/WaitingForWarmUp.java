package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.LanePart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of lanes with mail for which a warm-up has no room, those first that have waited
 * longest. Not thread-safe.
 */
final class WaitingForWarmUp {
  private static final int MOST = 20_000;

  private record Waiting(Instant since, LanePart part) {}

  private static final Comparator<Waiting> LONGEST_FIRST =
      Comparator.comparing(Waiting::since)
          .thenComparing(waiting -> waiting.part().lane())
          .thenComparing(waiting -> waiting.part().originator());

  private final Map<WarmUpName, TreeSet<Waiting>> queues = new HashMap<>();
  private final Map<LanePart, Waiting> where = new HashMap<>();

  /**
   * A part waits, since its first mail was due. Beyond {@value #MOST} none is noted: the store has
   * them looked at once an hour.
   */
  void add(WarmUpName name, LanePart part, Instant since) {
    remove(part);
    if (where.size() >= MOST) {
      return;
    }
    var waiting = new Waiting(since, part);
    where.put(part, waiting);
    queues.computeIfAbsent(name, _ -> new TreeSet<>(LONGEST_FIRST)).add(waiting);
  }

  /** Whether a part is noted. */
  boolean has(LanePart part) {
    return where.containsKey(part);
  }

  private void remove(LanePart part) {
    var before = where.remove(part);
    if (before != null) {
      queues.values().forEach(queue -> queue.remove(before));
      queues.values().removeIf(TreeSet::isEmpty);
    }
  }

  /** What something waits for. */
  Set<WarmUpName> names() {
    return Set.copyOf(queues.keySet());
  }

  /** The parts that wait for it. */
  List<LanePart> parts(WarmUpName name) {
    var queue = queues.get(name);
    return queue == null ? List.of() : queue.stream().map(Waiting::part).toList();
  }

  /** Takes out at most so many, those that have waited longest. */
  List<LanePart> take(WarmUpName name, int most) {
    var queue = queues.get(name);
    var taken = new ArrayList<LanePart>();
    while (queue != null && taken.size() < most && !queue.isEmpty()) {
      var part = queue.pollFirst().part();
      where.remove(part);
      taken.add(part);
    }
    if (queue != null && queue.isEmpty()) {
      queues.remove(name);
    }
    return taken;
  }
}
