package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.LeaseLimit;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.WarmUpDay;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The room that one lease has in a warm-up: taken when the mail is found, counted when its outcome
 * is durable, given back where nothing left. One thread's at a time.
 */
final class WarmUpRoom implements LeaseLimit {
  private static final WarmUps.Room NOTHING = new WarmUps.Room(List.of(), 0);

  private final WarmUps warmUps;
  private final ToIntFunction<Delivery> together;
  private WarmUps.Room room = NOTHING;

  /** Recipients of {@link #room} that are not counted. */
  private int left;

  private Optional<Delivery> refused = Optional.empty();

  /**
   * @param together how many recipients may share a transaction with one
   */
  WarmUpRoom(WarmUps warmUps, ToIntFunction<Delivery> together) {
    this.warmUps = warmUps;
    this.together = together;
  }

  @Override
  public int recipients(Delivery first, int copies) {
    giveBack();
    int most = together.applyAsInt(first);
    if (warmUps.isFree(first)) {
      return most;
    }
    var given = warmUps.reserve(first, Math.min(most, copies));
    if (given.isEmpty()) {
      refused = Optional.of(first);
      return 0;
    }
    room = given.get();
    left = room.recipients();
    return room.days().isEmpty() ? most : left;
  }

  @Override
  public boolean isForAll(Delivery first) {
    return !warmUps.isWarmingUp(first);
  }

  /** A delivery for which there was no room. */
  Optional<Delivery> refused() {
    return refused;
  }

  /** So many were leased; the room of others is free again. */
  void leased(int recipients) {
    giveBack(left - Math.min(left, recipients));
  }

  /**
   * The days to which a delivery counts. A server that was not reached has seen nothing of us.
   *
   * @param attempt what came of it
   */
  List<WarmUpDay> days(Delivery delivery, Attempt attempt) {
    if (!attempt.host().equals(attempt.address())) { // else it has no name, or it is ourselves
      warmUps.seen(delivery, attempt.host());
    }
    return room.days().isEmpty() || delivery.passesWarmUp() || !isReached(attempt)
        ? List.of()
        : warmUps.days(delivery, room);
  }

  /** Whether a server was asked to take it. */
  static boolean isReached(Attempt attempt) {
    return attempt.code() > 0 || !attempt.address().isEmpty();
  }

  /** What was settled is durable. */
  void settled(List<Settlement> settlements) {
    int counted = 0;
    for (var settlement : settlements) {
      if (!settlement.warmUps().isEmpty()) {
        warmUps.count(settlement.warmUps());
        counted++;
      }
    }
    giveBack(Math.min(left, counted)); // it is not being sent any more
  }

  /** Gives back what is left. Idempotent. */
  void giveBack() {
    giveBack(left);
    room = NOTHING;
  }

  private void giveBack(int recipients) {
    if (recipients > 0) {
      warmUps.release(room, recipients);
      left -= recipients;
    }
  }
}
