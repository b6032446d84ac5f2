package io.mailhelm.smtp.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Lanes in which all that was found has to wait for a share, by the users and domains whose share
 * it is, so that nobody waits behind lanes that wait for somebody else's. The dispatcher's lock
 * guards it.
 */
final class Crowded {
  /** The lanes that wait, the longest waiting first, and for whose share each does. */
  private final Map<String, Set<Shares.Holder>> lanes = new LinkedHashMap<>();

  private final Map<Shares.Holder, SequencedSet<String>> byWhose = new HashMap<>();

  /**
   * A lane waits.
   *
   * @param whose the users and domains that had no share left for something in it
   */
  void add(String lane, Set<Shares.Holder> whose) {
    lanes.computeIfAbsent(lane, _ -> new LinkedHashSet<>()).addAll(whose);
    whose.forEach(each -> byWhose.computeIfAbsent(each, _ -> new LinkedHashSet<>()).add(lane));
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /** The lanes that wait; a view. */
  Set<String> lanes() {
    return lanes.keySet();
  }

  /** The users and domains whose share something waits for. */
  List<Shares.Holder> whose() {
    return List.copyOf(byWhose.keySet());
  }

  /**
   * Takes out lanes, the longest waiting first.
   *
   * @param most so many at most
   */
  void takeAny(int most) {
    takeOut(lanes.keySet(), most);
  }

  /**
   * Takes out lanes that wait for a share, the longest waiting first.
   *
   * @param whose the user's or domain's whose share it is
   * @param most so many at most
   */
  void take(Shares.Holder whose, int most) {
    takeOut(byWhose.getOrDefault(whose, new LinkedHashSet<>()), most);
  }

  private void takeOut(Set<String> from, int most) {
    for (var lane : from.stream().limit(most).toList()) {
      for (var each : lanes.remove(lane)) {
        byWhose.computeIfPresent(
            each, (_, left) -> left.remove(lane) && left.isEmpty() ? null : left);
      }
    }
  }
}
