package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Of many lanes most are not known by name, and nobody notices but the heap. */
class LaneOrderTest {
  private static final Originator ALICE = new Originator("example.com", "alice@example.com");
  private static final Originator BOB = new Originator("other.example", "bob@other.example");

  private final LaneOrder order = new LaneOrder(3);

  /** A part of each delivery, as the database has it. */
  private final Map<Long, LanePart> rows = new HashMap<>();

  private long lastId;

  private void add(LanePart part, long due) {
    rows.put(++lastId, part);
    order.add(part, due, lastId);
  }

  private static LanePart part(String lane) {
    return new LanePart(lane, ALICE);
  }

  /** As the store asks for what is due. */
  private List<LanePart> due(long now) {
    for (var each : order.takeLater(now, 100)) {
      order.named(each, Optional.ofNullable(rows.get(each.delivery())), now);
    }
    return order.due(now, 100);
  }

  /** Takes all that is due out of a part. */
  private void empty(LanePart part) {
    order.looked(order.look(part), LaneOrder.NEVER, 0, LaneOrder.NEVER);
  }

  @Test
  void allOfManyComeInTheOrderInWhichTheyFallDue() {
    for (int i = 0; i < 100; i++) {
      add(part("d" + (i * 37) % 100), (i * 37) % 100);
    }
    add(new LanePart("d5", BOB), 50);

    assertThat(order.next()).contains(0L);
    var came = new ArrayList<String>();
    for (var due = due(1_000); !due.isEmpty(); due = due(1_000)) {
      assertThat(due).as("no more of one than may be named").hasSizeLessThanOrEqualTo(4);
      due.forEach(each -> came.add(each.lane() + (each.originator().equals(BOB) ? " bob" : "")));
      due.forEach(this::empty);
    }
    assertThat(came).hasSize(101).contains("d5 bob");
    came.remove("d5 bob");
    assertThat(came).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "d" + i).toList());
    assertThat(order.next()).isEmpty();
  }

  @Test
  void whatIsAddedToALaneThatHasNoNameMakesItDueEarlier() {
    for (int i = 0; i < 10; i++) {
      add(part("d" + i), 100 + i);
    }
    add(part("d9"), 5);

    assertThat(order.next()).contains(5L);
    assertThat(due(5)).containsExactly(part("d9"));
    empty(part("d9"));
    assertThat(due(99)).isEmpty();
    assertThat(due(100)).containsExactly(part("d0"));
  }

  @Test
  void whatIsSuspendedKeepsNobodyElseFromBeingNamed() {
    for (int i = 0; i < 10; i++) {
      add(part("d" + i), i);
    }
    add(new LanePart("d0", BOB), 7);
    for (int i = 0; i < 3; i++) {
      order.suspend(part("d" + i));
    }
    assertThat(due(100)).containsExactly(new LanePart("d0", BOB));
    assertThat(order.next()).as("no look that finds nothing").contains(7L);

    order.resume(part("d1"));
    assertThat(due(100)).contains(part("d1"));
    empty(part("d1"));
    assertThat(due(100)).as("its place is the next one's").contains(part("d3"));
  }

  @Test
  void aLookByNameKnowsWhatWasNotNamed() {
    for (int i = 0; i < 10; i++) {
      add(part("d" + i), i);
    }
    order.gaveUp(order.look(part("d8")));
    order.suspend(part("d9"));
    order.resume(part("d9"));

    var came = new ArrayList<LanePart>();
    for (var due = due(100); !due.isEmpty(); due = due(100)) {
      came.addAll(due);
      due.forEach(this::empty);
    }
    assertThat(came).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void whatWasMovedWhileItsNameWasReadIsNotLost() {
    for (int i = 0; i < 5; i++) {
      add(part("d" + i), i);
    }
    due(0).forEach(this::empty);
    for (long id = 1; id <= 5; id++) {
      rows.put(id, part("elsewhere"));
    }
    due(100).forEach(this::empty);
    due(100).forEach(this::empty);
    assertThat(due(100)).isEmpty();
    assertThat(order.next()).as("tried again in a minute").contains(60_100L);

    order.looked(order.look(part("d4")), 200, 5, LaneOrder.NEVER);
    assertThat(due(200)).as("who moved it looks").contains(part("d4"));
  }

  /** What waits for room must not keep mail that needs none from being looked at. */
  @Test
  void partsWithoutRoomGiveWayToOthers() {
    int many = 1_000;
    for (int i = 0; i < many; i++) {
      add(part("d" + i), i);
    }
    for (var due = due(many); !due.isEmpty(); due = due(many)) {
      for (var each : due) {
        order.looked(order.look(each), many + 3_600_000, 1, 0);
      }
    }
    add(part("urgent"), many);

    assertThat(due(many)).containsExactly(part("urgent"));
  }

  @Test
  void whatIsBeingNamedIsDueEarlierTooWhenTheClockIsSetBack() {
    for (int i = 0; i < 10; i++) {
      add(part("d" + i), 1_000 + i);
    }
    due(1_000).forEach(this::empty);
    var taken = order.takeLater(5_000, 1);
    order.rebase(500);
    taken.forEach(order::putBack);

    assertThat(order.next()).contains(501L);
    int came = 0;
    for (var due = due(509); !due.isEmpty(); due = due(509)) {
      came += due.size();
      due.forEach(this::empty);
    }
    assertThat(came).isEqualTo(9);
  }

  @RepeatedTest(20)
  void nothingIsLostWhateverIsDone() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var waiting = new HashMap<LanePart, Long>();
    long now = 0;
    for (int step = 0; step < 3_000; step++) {
      var lane = new LanePart("d" + random.nextInt(40), random.nextBoolean() ? ALICE : BOB);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          long due = now + random.nextInt(50);
          add(lane, due);
          waiting.merge(lane, due, Math::min);
        }
        case 3 -> order.suspend(lane);
        case 4 -> order.resume(lane);
        case 5 -> order.gaveUp(order.look(lane));
        case 6 -> {
          var look = order.look(lane);
          order.looked(
              look, waiting.getOrDefault(lane, LaneOrder.NEVER), lastOf(lane), LaneOrder.NEVER);
        }
        default -> {
          now += random.nextInt(20);
          for (var part : due(now)) {
            assertThat(waiting.get(part)).as("seed %d", seed).isLessThanOrEqualTo(now);
            empty(part);
            waiting.remove(part);
          }
        }
      }
    }
    order.resumeAll();
    order.rebase(10);
    for (var due = due(now + 50); !due.isEmpty(); due = due(now + 50)) {
      for (var part : due) {
        assertThat(waiting.remove(part)).as("seed %d: %s", seed, part).isNotNull();
        empty(part);
      }
    }
    assertThat(waiting).as("seed %d", seed).isEmpty();
  }

  private long lastOf(LanePart part) {
    return rows.entrySet().stream()
        .filter(row -> row.getValue().equals(part))
        .mapToLong(Map.Entry::getKey)
        .max()
        .orElse(0);
  }

  @Test
  void lanesThatWaitTakeLittleHoweverLongTheirNames() {
    assertThat(LaneMemory.octetsEach(400_000, "x".repeat(185)))
        .as("of the heap, those with names among them")
        .isLessThan(200);
  }
}
