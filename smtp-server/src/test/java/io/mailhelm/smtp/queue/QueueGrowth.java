package io.mailhelm.smtp.queue;

import io.mailhelm.config.ServerLimits;
import io.mailhelm.dns.growth.Growth;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Originator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the queue does over mail that waits, at its worst. */
public final class QueueGrowth {
  private static final Originator ALICE = new Originator("example.com", PostRoom.ALICE);
  private static final Shares.Group GROUP = new Shares.Group(false, false);

  private QueueGrowth() {}

  public static Stream<Growth> all() {
    return Stream.of(
        new Growth("looking for mail that is due where all waits for a share", 500, n -> looks(n)),
        new Growth("giving lanes a share one by one", 2_000, QueueGrowth::resumes),
        new Growth("giving users a share one by one", 2_000, QueueGrowth::users));
  }

  /** As many lanes wait as there are looks. */
  private static Growth.Run looks(int lanes) {
    return () -> {
      try (var room =
          new PostRoom(
              PostRoom.config()
                  .user(PostRoom.CAROL, "secret")
                  .limits(TestConfig.outgoing(4, ServerLimits.DEFAULT.queue())))) {
        room.couriers.hold(true);
        room.sendFrom(
            PostRoom.ALICE,
            IntStream.range(0, lanes)
                .mapToObj(i -> Recipient.of("x@d" + i + ".example"))
                .toArray(Recipient[]::new));
        for (int i = 0; i < lanes * 4; i++) {
          room.outbox.dispatch();
        }
      }
    };
  }

  /** Connections are free, one at a time, for whoever is first. */
  private static final class One implements WaitingForShares.Left {
    @Override
    public int forGroup(Shares.Group group) {
      return 1;
    }

    @Override
    public int forDomain(String domain, Shares.Group group) {
      return 2;
    }

    @Override
    public int forUser(String login, Shares.Group group) {
      return 2;
    }
  }

  private static Growth.Run resumes(int lanes) {
    return emptied(IntStream.range(0, lanes).mapToObj(i -> new LanePart("d" + i, ALICE)).toList());
  }

  private static Growth.Run users(int users) {
    return emptied(
        IntStream.range(0, users)
            .mapToObj(i -> new LanePart("d", new Originator("example.com", "u" + i)))
            .toList());
  }

  private static Growth.Run emptied(List<LanePart> parts) {
    return () -> {
      var waiting = new WaitingForShares();
      parts.forEach(part -> waiting.add(part, GROUP));
      while (!waiting.take(new One()).isEmpty()) {
        // until nobody waits
      }
    };
  }
}
