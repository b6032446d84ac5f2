package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.sqlite.LaterParts.Later;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Orders the lanes by the time when something falls due in them, and the originators in each lane
 * likewise. It is in memory, and has nothing for each delivery, so that finding what to do next
 * costs no query, however many wait or are suspended; a start rebuilds it from one pass over an
 * index.
 *
 * <p>It knows a number of parts by name, of which each originator has a share: those that fall due
 * first, are being looked into or are suspended. Those beyond are {@link LaterParts}, of which some
 * 50 octets each are kept: {@link #takeLater} gives those that are due, and whoever reads their
 * names tells.
 *
 * <p>The time it has for a part is never later than the true one. It may be earlier, until a look
 * into the part: then {@link #looked} corrects it. Not thread-safe.
 */
final class LaneOrder {
  static final long NEVER = Long.MAX_VALUE;

  /** A part whose name cannot be read is tried again after so many milliseconds. */
  private static final long READ_AGAIN = 60_000;

  /** Parts of an originator that are known by name however many originators there are. */
  private static final int LEAST_NAMED = 4;

  /** What an originator has in a lane; its fields are this class's own. */
  static final class Part {
    private final LanePart name;
    private final Lane lane;
    private final Parts all;
    private long due = NEVER;

    /** When the first fell due that was left for want of room; never where none was. */
    private long refused = NEVER;

    /** One that was in it last. */
    private long delivery;

    /** Grows with everything that is added, so that a look knows whether it missed something. */
    private long additions;

    private int looks;
    private boolean suspended;

    private Part(LanePart name, Lane lane, Parts all) {
      this.name = name;
      this.lane = lane;
      this.all = all;
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

  /** All parts of an originator. */
  private static final class Parts {
    private final Originator originator;

    /** Those known by name that may be put off. */
    private final NavigableSet<Part> idle =
        new TreeSet<>(
            Comparator.<Part>comparingLong(part -> part.due)
                .thenComparing(part -> part.name.lane()));

    private final LaterParts later = new LaterParts();

    /** How many are known by name, or are about to be. */
    private int named;

    /** As it is in the order of what is to be named; never where it is not in it. */
    private long due = NEVER;

    private Parts(Originator originator) {
      this.originator = originator;
    }
  }

  /** A look into a part's rows, as they were when it began or later. */
  record Look(Part part, long additions) {}

  /**
   * A part that is due, to be named.
   *
   * @param rebased by how much everything had become due earlier until then
   */
  record Unnamed(Originator originator, Later part, long rebased) {
    long delivery() {
      return part.delivery();
    }
  }

  private static final Comparator<Part> PARTS =
      Comparator.<Part>comparingLong(part -> part.due)
          .thenComparing(part -> part.name.originator());

  private final int mostNamed;
  private final LaneNumbers numbers = new LaneNumbers();
  private final Map<LanePart, Part> parts = new HashMap<>();
  private final Map<Originator, Parts> originators = new HashMap<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final NavigableSet<Lane> waiting =
      new TreeSet<>(
          Comparator.<Lane>comparingLong(lane -> lane.due).thenComparing(lane -> lane.name));
  private final NavigableSet<Parts> toName =
      new TreeSet<>(
          Comparator.<Parts>comparingLong(all -> all.due).thenComparing(all -> all.originator));
  private long rebased;

  /**
   * @param mostNamed how many parts are known by name, in all, 1 or more
   */
  LaneOrder(int mostNamed) {
    this.mostNamed = mostNamed;
  }

  /**
   * Something of an originator in a lane falls due then.
   *
   * @param delivery one that is in it
   */
  void add(LanePart name, long due, long delivery) {
    if (!parts.containsKey(name) && isForLater(name.originator(), due)) {
      var all = originators.get(name.originator());
      all.later.add(new Later(numbers.of(name.lane()), due, delivery));
      place(all);
      return;
    }
    var part = part(name);
    leave(part);
    part.additions++;
    part.delivery = delivery;
    part.due = Math.min(due, part.due);
    enter(part);
  }

  /** Whether as many are known by name as may be, and all of those fall due before. */
  private boolean isForLater(Originator originator, long due) {
    var all = originators.get(originator);
    return all != null
        && all.named >= share()
        && (all.idle.isEmpty() || due >= all.idle.last().due);
  }

  Look look(LanePart name) {
    var part = part(name);
    leave(part);
    part.looks++;
    enter(part);
    return new Look(part, part.additions);
  }

  private Part part(LanePart name) {
    var found = parts.get(name);
    if (found != null) {
      return found;
    }
    var all = originators.computeIfAbsent(name.originator(), Parts::new);
    var lane = lanes.computeIfAbsent(name.lane(), Lane::new);
    var part = new Part(name, lane, all);
    if (all.later.size() > 0) {
      var later = all.later.remove(numbers.of(name.lane()));
      part.due = later.map(Later::due).orElse(NEVER);
      part.delivery = later.map(Later::delivery).orElse(0L);
    }
    parts.put(name, part);
    lane.parts++;
    all.named++;
    return part;
  }

  /**
   * The look is over.
   *
   * @param next when the first of what was seen and left there falls due
   * @param delivery the first of those
   * @param refused when the first fell due that was left for want of room; never where none was
   */
  void looked(Look look, long next, long delivery, long refused) {
    var part = look.part();
    leave(part);
    part.looks--;
    if (part.additions == look.additions()) {
      part.refused = Math.min(part.refused, refused);
      part.due = next;
      part.delivery = delivery;
    } else { // something was added, or there may be room again: it is looked at once more
      part.due = Math.min(Math.min(next, refused), part.due);
    }
    enter(part);
  }

  /** The look failed. */
  void gaveUp(Look look) {
    looked(look, look.part().due, look.part().delivery, NEVER);
  }

  /** There may be room for what was left for want of it. */
  void reconsider(LanePart name) {
    var part = parts.get(name);
    if (part != null) {
      leave(part);
      part.due = Math.min(part.due, part.refused);
      part.additions++;
      part.refused = NEVER;
      enter(part);
    }
  }

  /** Leaves a part out until it is resumed. */
  void suspend(LanePart name) {
    var part = part(name);
    leave(part);
    part.suspended = true;
    enter(part);
  }

  void resume(LanePart name) {
    var part = parts.get(name);
    if (part != null) {
      leave(part);
      part.suspended = false;
      enter(part);
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

  /** Takes a part out of what is ordered, so that it may be changed. */
  private static void leave(Part part) {
    part.lane.waiting.remove(part);
    part.all.idle.remove(part);
  }

  /** Puts a part back into what is ordered, and others off where that are too many. */
  private void enter(Part part) {
    order(part);
    place(part.lane);
    balance(part.all);
  }

  private void order(Part part) {
    if (part.due == NEVER && part.refused == NEVER && part.looks == 0 && !part.suspended) {
      forget(part);
    } else if (part.due != NEVER && !part.suspended) {
      part.lane.waiting.add(part);
      if (part.looks == 0) {
        part.all.idle.add(part);
      }
    }
  }

  private void forget(Part part) {
    if (parts.remove(part.name, part)) {
      part.lane.parts--;
      part.all.named--;
    }
  }

  /** Keeps by name what falls due first, and not more of it than there may be. */
  private void balance(Parts all) {
    int share = share();
    while (!all.idle.isEmpty()
        && (all.named > share || all.idle.last().due > all.later.firstDue())) {
      var last = all.idle.last();
      leave(last);
      forget(last);
      all.later.add(new Later(numbers.of(last.name.lane()), last.due, last.delivery));
      place(last.lane);
    }
    place(all);
  }

  /** Parts of each originator that are known by name. */
  private int share() {
    int even = mostNamed / Math.max(1, originators.size());
    return Math.max(even, Math.min(LEAST_NAMED, mostNamed));
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

  /** Puts an originator where it belongs in the order of what is to be named. */
  private void place(Parts all) {
    long due = all.named < share() ? all.later.firstDue() : NEVER;
    if (due != all.due) {
      toName.remove(all);
      all.due = due;
      if (due != NEVER) {
        toName.add(all);
      }
    }
    if (all.named == 0 && all.later.size() == 0) {
      originators.remove(all.originator);
    }
  }

  /**
   * Takes out parts that are due and have no name here. The caller reads their names, and calls
   * {@link #named} or {@link #putBack} for each.
   */
  List<Unnamed> takeLater(long now, int limit) {
    var taken = new ArrayList<Unnamed>();
    while (taken.size() < limit && !toName.isEmpty() && toName.first().due <= now) {
      var all = toName.first();
      taken.add(new Unnamed(all.originator, all.later.removeFirst(), rebased));
      all.named++;
      place(all);
    }
    return taken;
  }

  /**
   * A part's name was read.
   *
   * @param name empty, or another's: it is being moved, and known by name in a moment
   */
  void named(Unnamed unnamed, Optional<LanePart> name, long now) {
    boolean isIt =
        name.filter(it -> it.originator().equals(unnamed.originator()))
            .filter(it -> numbers.of(it.lane()) == unnamed.part().number())
            .isPresent();
    long due = due(unnamed);
    if (isIt) {
      originators.get(unnamed.originator()).named--;
      add(name.get(), due, unnamed.delivery());
    } else {
      putBack(unnamed, Math.max(due, now) + READ_AGAIN);
    }
  }

  /** A part's name could not be read. */
  void putBack(Unnamed unnamed) {
    putBack(unnamed, due(unnamed));
  }

  private long due(Unnamed unnamed) {
    return unnamed.part().due() - (rebased - unnamed.rebased());
  }

  private void putBack(Unnamed unnamed, long due) {
    var all = originators.get(unnamed.originator());
    all.named--;
    all.later.add(new Later(unnamed.part().number(), due, unnamed.delivery()));
    balance(all);
  }

  /** Makes everything due so many milliseconds earlier; looks under way saw it as it was before. */
  void rebase(long back) {
    rebased += back;
    Set<Lane> changed = new HashSet<>();
    for (var part : List.copyOf(parts.values())) {
      leave(part);
      part.additions++;
      part.refused = part.refused == NEVER ? NEVER : part.refused - back;
      part.due = part.due == NEVER ? NEVER : part.due - back;
      order(part);
      changed.add(part.lane);
    }
    changed.forEach(this::place);
    for (var all : List.copyOf(originators.values())) {
      all.later.rebase(back);
      balance(all);
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
    long named = waiting.isEmpty() ? NEVER : waiting.first().due;
    long unnamed = toName.isEmpty() ? NEVER : toName.first().due;
    long next = Math.min(named, unnamed);
    return next == NEVER ? Optional.empty() : Optional.of(next);
  }
}
