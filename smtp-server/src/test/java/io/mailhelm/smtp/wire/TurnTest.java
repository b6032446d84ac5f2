package io.mailhelm.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final AtomicInteger gaveWay = new AtomicInteger();
  private final Turn turn = new Turn(gaveWay::incrementAndGet);

  @Test
  void givesWayAfterSoManyOctets() {
    turn.spend(Turn.OCTETS - 1);
    assertThat(gaveWay).hasValue(0);
    turn.spend(1);
    assertThat(gaveWay).hasValue(1);
  }

  @Test
  void theSmallestPieceOfWorkCountsToo() {
    for (int i = 0; i < Turn.OCTETS / Turn.LEAST; i++) {
      assertThat(gaveWay).hasValue(0);
      turn.spend(i % 2 == 0 ? 1 : -1); // -1: nothing more will come
    }
    assertThat(gaveWay).hasValue(1);
  }

  @Test
  void aTurnThatWasEndedBeginsAnew() {
    turn.spend(Turn.OCTETS - 1);
    turn.end();
    turn.spend(Turn.OCTETS - 1);
    assertThat(gaveWay).hasValue(1);
  }

  /**
   * As many threads as there are carriers, twice, that always have something to do: one that is
   * woken from outside comes to its turn all the same. With yields alone it never does.
   */
  @Test
  void whoIsWokenFromOutsideHasATurn() throws Exception {
    int busy = 2 * Runtime.getRuntime().availableProcessors() + 2;
    var ended = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < busy; i++) {
        threads.submit(
            () -> {
              var own = new Turn();
              while (!ended.get()) {
                own.spend(Turn.LEAST);
              }
            });
      }
      try {
        for (int i = 0; i < 20; i++) {
          assertThat(threads.submit(() -> "served").get(30, TimeUnit.SECONDS)).isEqualTo("served");
        }
      } finally {
        ended.set(true);
      }
    }
  }
}
