package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue;
import java.util.List;

/**
 * Decides whether a lane's mail gets one of the connections that are left. What has to wait is
 * suspended in the queue, so that no search passes over it, and resumed when what it waits for is
 * free. The dispatcher's lock guards it.
 */
final class Admission {
  private final LiveConfig live;
  private final MailQueue queue;
  private final Shares shares;
  private final ActiveLanes lanes;
  private final WaitingForShares waiting = new WaitingForShares();

  Admission(LiveConfig live, MailQueue queue, Shares shares, ActiveLanes lanes) {
    this.live = live;
    this.queue = queue;
    this.shares = shares;
    this.lanes = lanes;
  }

  /** Whether a connection is left for anybody. */
  boolean hasRoom() {
    return lanes.working() < Shares.limit(live.current());
  }

  /**
   * Takes a share of the connections for a worker more.
   *
   * @return false when there is none; then it waits
   */
  boolean admit(LanePart part) {
    var by = live.current();
    var group = shares.group(part.lane());
    return admit(part, Math.min(left(group, by), shares.left(part.originator(), group, by)));
  }

  /** The same for a worker that is there already, and has its lane's. */
  boolean admitNext(LanePart part) {
    var group = shares.group(part.lane());
    return admit(part, shares.left(part.originator(), group, live.current()));
  }

  private boolean admit(LanePart part, int left) {
    if (left <= 0) {
      waiting.add(part, shares.group(part.lane()));
      queue.suspend(part);
      return false;
    }
    shares.take(part.originator());
    return true;
  }

  /** Gives back the share of what was admitted. */
  void release(LanePart part) {
    shares.giveBack(part.originator());
    // whoever has the lane's connection is the first to go on in it
    resume(part);
  }

  /** Takes note of the outcomes of an attempt in a lane. */
  void attempted(String lane, List<io.mailhelm.smtp.store.Attempt> outcomes) {
    if (shares.attempted(lane, outcomes)) {
      resume(lane); // it may have what is kept for lanes that answer
    }
  }

  /** Nothing in a lane waits any more. */
  void resume(String lane) {
    waiting.in(lane).forEach(this::resume);
  }

  private void resume(LanePart part) {
    if (waiting.remove(part)) {
      queue.resume(part);
    }
  }

  /**
   * Resumes what there are connections for.
   *
   * @return whether there was any
   */
  boolean resumeThoseWithAShare() {
    var by = live.current();
    var taken =
        waiting.take(
            new WaitingForShares.Left() {
              @Override
              public int forGroup(Shares.Group group) {
                return left(group, by);
              }

              @Override
              public int forDomain(String domain, Shares.Group group) {
                return shares.leftForDomain(domain, group, by);
              }

              @Override
              public int forUser(String login, Shares.Group group) {
                return shares.leftForUser(login, group, by);
              }
            });
    taken.forEach(queue::resume);
    return !taken.isEmpty();
  }

  /** Whoever is not known to answer does not take what is kept for those who do. */
  private int left(Shares.Group group, ConfigSnapshot by) {
    int left = Shares.limit(by) - lanes.working();
    if (group.isReport()) {
      left = Math.min(left, Shares.forReports(by) - lanes.reporting());
    }
    if (!group.isAnswering()) {
      left = Math.min(left, Shares.forOthers(by) - lanes.unproven());
    }
    return left;
  }
}
