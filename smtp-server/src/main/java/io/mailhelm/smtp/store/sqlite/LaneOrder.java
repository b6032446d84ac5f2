package io.mailhelm.smtp.store.sqlite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The lanes in the order in which something falls due in them. It is in memory, some 200 octets a
 * lane and nothing for each delivery, so that finding what to do next costs no query however many
 * lanes wait or are not wanted; a start rebuilds it from one pass over an index.
 *
 * <p>The time it has for a lane is never later than the truth. It may be earlier, until somebody
 * has looked into the lane: then {@link #looked} sets it right. Not thread-safe.
 */
final class LaneOrder {
  static final long NEVER = Long.MAX_VALUE;

  /** A lane; its fields are this class's own. */
  static final class Lane {
    private final String name;
    private long due = NEVER;

    /** Grows with everything that is added, so that a look knows whether it missed something. */
    private long additions;

    private int looks;

    private Lane(String name) {
      this.name = name;
    }
  }

  /** Somebody looks into a lane's rows, as they were or are after this. */
  record Look(Lane lane, long additions) {}

  private final Map<String, Lane> lanes = new HashMap<>();
  private final NavigableSet<Lane> waiting =
      new TreeSet<>(
          Comparator.<Lane>comparingLong(lane -> lane.due).thenComparing(lane -> lane.name));

  /** Something in a lane falls due then. */
  void add(String name, long due) {
    var lane = lanes.computeIfAbsent(name, Lane::new);
    lane.additions++;
    if (due < lane.due) {
      set(lane, due);
    }
  }

  Look look(String name) {
    var lane = lanes.computeIfAbsent(name, Lane::new);
    lane.looks++;
    return new Look(lane, lane.additions);
  }

  /**
   * The look is over.
   *
   * @param next when the first of what was seen and left there falls due
   */
  void looked(Look look, long next) {
    var lane = look.lane();
    lane.looks--;
    set(lane, lane.additions == look.additions() ? next : Math.min(next, lane.due));
  }

  /** The look came to nothing. */
  void gaveUp(Look look) {
    looked(look, look.lane().due);
  }

  private void set(Lane lane, long due) {
    waiting.remove(lane);
    lane.due = due;
    if (due != NEVER) {
      waiting.add(lane);
    } else if (lane.looks == 0) {
      lanes.remove(lane.name);
    }
  }

  /**
   * Everything is due so many milliseconds earlier; who looks meanwhile saw it as it was before.
   */
  void rebase(long back) {
    for (var lane : List.copyOf(waiting)) {
      lane.additions++;
      set(lane, lane.due - back);
    }
  }

  /** Lanes with something due, the longest waiting first. */
  List<String> due(long now, Set<String> except, int limit) {
    var found = new ArrayList<String>();
    for (var lane : waiting) {
      if (lane.due > now || found.size() == limit) {
        break;
      }
      if (!except.contains(lane.name)) {
        found.add(lane.name);
      }
    }
    return found;
  }

  Optional<Long> next(Set<String> except) {
    for (var lane : waiting) {
      if (!except.contains(lane.name)) {
        return Optional.of(lane.due);
      }
    }
    return Optional.empty();
  }
}
