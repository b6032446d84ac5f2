package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.LanePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Orders the lanes by the time when something falls due in them, and the originators in each lane
 * likewise. It is in memory, some 400 octets for each originator in a lane and nothing for each
 * delivery, so that finding what to do next costs no query, however many wait or are suspended; a
 * start rebuilds it from one pass over an index.
 *
 * <p>The time it has for a part is never later than the true one. It may be earlier, until a look
 * into the part: then {@link #looked} corrects it. Not thread-safe.
 */
final class LaneOrder {
  static final long NEVER = Long.MAX_VALUE;

  /** What an originator has in a lane; its fields are this class's own. */
  static final class Part {
    private final LanePart name;
    private final Lane lane;
    private long due = NEVER;

    /** When the first fell due that was left for want of room; never where none was. */
    private long refused = NEVER;

    /** Grows with everything that is added, so that a look knows whether it missed something. */
    private long additions;

    private int looks;
    private boolean suspended;

    private Part(LanePart name, Lane lane) {
      this.name = name;
      this.lane = lane;
    }
  }

  private static final class Lane {
    private final String name;
    private final NavigableSet<Part> waiting = new TreeSet<>(PARTS);
    private int parts;

    /** As it is in the order of lanes; never where it is not in it. */
    private long due = NEVER;

    private boolean suspended;

    private Lane(String name) {
      this.name = name;
    }
  }

  /** A look into a part's rows, as they were when it began or later. */
  record Look(Part part, long additions) {}

  private static final Comparator<Part> PARTS =
      Comparator.<Part>comparingLong(part -> part.due)
          .thenComparing(part -> part.name.originator());

  private final Map<LanePart, Part> parts = new HashMap<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final NavigableSet<Lane> waiting =
      new TreeSet<>(
          Comparator.<Lane>comparingLong(lane -> lane.due).thenComparing(lane -> lane.name));

  /** Something of an originator in a lane falls due then. */
  void add(LanePart name, long due) {
    var part = part(name);
    part.additions++;
    if (due < part.due) {
      set(part, due);
    }
  }

  Look look(LanePart name) {
    var part = part(name);
    part.looks++;
    return new Look(part, part.additions);
  }

  private Part part(LanePart name) {
    return parts.computeIfAbsent(
        name,
        _ -> {
          var lane = lanes.computeIfAbsent(name.lane(), Lane::new);
          lane.parts++;
          return new Part(name, lane);
        });
  }

  /**
   * The look is over.
   *
   * @param next when the first of what was seen and left there falls due
   * @param refused when the first fell due that was left for want of room; never where none was
   */
  void looked(Look look, long next, long refused) {
    var part = look.part();
    part.looks--;
    if (part.additions == look.additions()) {
      part.refused = Math.min(part.refused, refused);
      set(part, next);
    } else { // something was added, or there may be room again: it is looked at once more
      set(part, Math.min(Math.min(next, refused), part.due));
    }
  }

  /** The look failed. */
  void gaveUp(Look look) {
    looked(look, look.part().due, NEVER);
  }

  /** There may be room for what was left for want of it. */
  void reconsider(LanePart name) {
    var part = parts.get(name);
    if (part != null) {
      long due = Math.min(part.due, part.refused);
      part.additions++;
      part.refused = NEVER;
      set(part, due);
    }
  }

  /** Leaves a part out until it is resumed. */
  void suspend(LanePart name) {
    var part = part(name);
    part.lane.waiting.remove(part);
    part.suspended = true;
    place(part.lane);
  }

  void resume(LanePart name) {
    var part = parts.get(name);
    if (part != null) {
      part.suspended = false;
      set(part, part.due);
    }
  }

  /** Leaves a lane out of the order of lanes until it is resumed. */
  void suspend(String name) {
    var lane = lanes.computeIfAbsent(name, Lane::new);
    lane.suspended = true;
    place(lane);
  }

  void resume(String name) {
    var lane = lanes.get(name);
    if (lane != null) {
      lane.suspended = false;
      place(lane);
    }
  }

  void resumeAll() {
    for (var lane : List.copyOf(lanes.values())) {
      resume(lane.name);
    }
    for (var part : List.copyOf(parts.values())) {
      resume(part.name);
      reconsider(part.name);
    }
  }

  private void set(Part part, long due) {
    part.lane.waiting.remove(part);
    part.due = due;
    if (due == NEVER && part.refused == NEVER && part.looks == 0 && !part.suspended) {
      if (parts.remove(part.name) != null) {
        part.lane.parts--;
      }
    } else if (due != NEVER && !part.suspended) {
      part.lane.waiting.add(part);
    }
    place(part.lane);
  }

  /** Puts a lane where it belongs in the order of lanes. */
  private void place(Lane lane) {
    long due = lane.suspended || lane.waiting.isEmpty() ? NEVER : lane.waiting.first().due;
    if (due != lane.due) {
      waiting.remove(lane);
      lane.due = due;
      if (due != NEVER) {
        waiting.add(lane);
      }
    }
    if (lane.parts == 0 && !lane.suspended) {
      lanes.remove(lane.name);
    }
  }

  /** Makes everything due so many milliseconds earlier; looks under way saw it as it was before. */
  void rebase(long back) {
    for (var part : List.copyOf(parts.values())) {
      part.additions++;
      part.refused = part.refused == NEVER ? NEVER : part.refused - back;
      set(part, part.due == NEVER ? NEVER : part.due - back);
    }
  }

  /** The first part of each lane with something due, the longest waiting first. */
  List<LanePart> due(long now, int limit) {
    var found = new ArrayList<LanePart>();
    for (var lane : waiting) {
      if (lane.due > now || found.size() == limit) {
        break;
      }
      found.add(lane.waiting.first().name);
    }
    return found;
  }

  /** The part of a lane in which something has been due longest, though the lane be suspended. */
  Optional<LanePart> due(String name, long now) {
    var lane = lanes.get(name);
    return lane == null || lane.waiting.isEmpty() || lane.waiting.first().due > now
        ? Optional.empty()
        : Optional.of(lane.waiting.first().name);
  }

  Optional<Long> next() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().due);
  }
}
