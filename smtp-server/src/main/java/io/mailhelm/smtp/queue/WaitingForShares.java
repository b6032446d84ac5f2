package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Keeps what is due and waits for a share of the connections, indexed by group, then domain, then
 * user. So those whose share is free are found without passing over the others. The dispatcher's
 * lock guards it.
 */
final class WaitingForShares {
  /** The lanes of one user, the longest waiting first. */
  private static final class OfUser {
    private final SequencedSet<String> lanes = new LinkedHashSet<>();
  }

  /** The users of one domain, in turn. */
  private static final class OfDomain {
    private final SequencedMap<String, OfUser> users = new LinkedHashMap<>();
  }

  private final Map<Shares.Group, SequencedMap<String, OfDomain>> groups = new HashMap<>();

  /** By lane, the originators that wait in it, and the group of connections that each waits for. */
  private final Map<String, Map<Originator, Shares.Group>> byLane = new HashMap<>();

  /** How many connections are left, for whom. */
  interface Left {
    int forGroup(Shares.Group group);

    int forDomain(String domain, Shares.Group group);

    int forUser(String login, Shares.Group group);
  }

  /** Adds a part that waits from now on. */
  void add(LanePart part, Shares.Group group) {
    remove(part);
    byLane.computeIfAbsent(part.lane(), _ -> new HashMap<>()).put(part.originator(), group);
    groups
        .computeIfAbsent(group, _ -> new LinkedHashMap<>())
        .computeIfAbsent(part.originator().domain(), _ -> new OfDomain())
        .users
        .computeIfAbsent(part.originator().login(), _ -> new OfUser())
        .lanes
        .add(part.lane());
  }

  /** Removes a part that waits no more. Returns whether it did. */
  boolean remove(LanePart part) {
    var ofLane = byLane.get(part.lane());
    var group = ofLane == null ? null : ofLane.remove(part.originator());
    if (group == null) {
      return false;
    }
    if (ofLane.isEmpty()) {
      byLane.remove(part.lane());
    }
    var domains = groups.get(group);
    var domain = domains.get(part.originator().domain());
    var user = domain.users.get(part.originator().login());
    user.lanes.remove(part.lane());
    if (user.lanes.isEmpty()) {
      domain.users.remove(part.originator().login());
    }
    if (domain.users.isEmpty()) {
      domains.remove(part.originator().domain());
    }
    return true;
  }

  /** What waits in a lane. */
  List<LanePart> in(String lane) {
    return byLane.getOrDefault(lane, Map.of()).keySet().stream()
        .map(originator -> new LanePart(lane, originator))
        .toList();
  }

  /**
   * Takes out as many as there are connections for, from each user and domain in turn. What is
   * passed over are users and domains that have their share, of which there are no more than
   * connections.
   */
  List<LanePart> take(Left left) {
    var taken = new ArrayList<LanePart>();
    for (var group : Set.copyOf(groups.keySet())) {
      int most = left.forGroup(group);
      if (most > 0) {
        find(group, most, left, taken);
      }
    }
    taken.forEach(this::remove);
    return taken;
  }

  private void find(Shares.Group group, int most, Left left, List<LanePart> found) {
    int end = found.size() + most;
    var served = new ArrayList<Originator>();
    for (var domain : groups.get(group).entrySet()) {
      if (found.size() == end) {
        break;
      }
      int before = found.size();
      int until = Math.min(end, before + Math.max(0, left.forDomain(domain.getKey(), group)));
      for (var user : domain.getValue().users.entrySet()) {
        if (found.size() >= until) {
          break;
        }
        var originator = new Originator(domain.getKey(), user.getKey());
        long some = Math.min(until - found.size(), left.forUser(user.getKey(), group));
        user.getValue().lanes.stream()
            .limit(Math.max(0, some))
            .forEach(lane -> found.add(new LanePart(lane, originator)));
        if (some > 0) {
          served.add(originator);
        }
      }
    }
    served.forEach(originator -> moveToEnd(groups.get(group), originator));
  }

  /** The next time others come first. */
  private static void moveToEnd(SequencedMap<String, OfDomain> domains, Originator served) {
    var domain = domains.remove(served.domain());
    domains.putLast(served.domain(), domain);
    domain.users.putLast(served.login(), domain.users.remove(served.login()));
  }
}
