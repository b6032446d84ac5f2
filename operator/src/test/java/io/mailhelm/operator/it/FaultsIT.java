package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the operator gets there whatever becomes of it between any two of its writes. */
class FaultsIT {
  /** How many writes an operator lives for. */
  private static final int LIFE = 8;

  private static final int NO_END = Integer.MAX_VALUE;

  /** Stories that are told side by side: they mostly wait. */
  private static final int AT_ONCE = 3;

  @RegisterExtension final KubeApi api = new KubeApi();

  @Test
  void killedBetweenAnyTwoWritesItGetsThereWhenItIsStartedAgain()
      throws InterruptedException, ExecutionException {
    var undisturbed = tell(NO_END, NO_END);
    var slots = new Semaphore(AT_ONCE);
    var told = new ArrayList<Future<Told>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // The first operator of the n-th story lives for n writes: together they end after each one.
      for (int first = 0; first < LIFE; first++) {
        var writes = first;
        told.add(
            threads.submit(
                () -> {
                  slots.acquire();
                  try {
                    return tell(writes, LIFE);
                  } finally {
                    slots.release();
                  }
                }));
      }
    }

    for (var each : told) {
      assertThat(each.get().stills()).as(each.get().toString()).isEqualTo(undisturbed.stills());
      assertThat(each.get().operators()).isGreaterThan(undisturbed.writes() / LIFE / 2);
    }
  }

  /** What was there after each part, and how many operators and writes it took. */
  private record Told(List<String> stills, int first, int operators, int writes) {
    @Override
    public String toString() {
      return "killed after %d writes, and again and again: %d operators, %d writes"
          .formatted(first, operators, writes);
    }
  }

  private static Told tell(int first, int next) {
    try (var life = new Lives(first, next)) {
      var stills = life.story.told();
      return new Told(stills, first, life.operators, life.writes.get());
    }
  }

  /** A story with operators that are killed, one after the other. */
  private static final class Lives implements AutoCloseable {
    private final int next;
    private final AtomicInteger writes = new AtomicInteger();
    private final Story story = new Story(this::tend);
    private AtomicBoolean killed = new AtomicBoolean();
    private Gate gate;
    private RunningOperator operator;
    private int operators;

    Lives(int first, int next) {
      this.next = next;
      live(first);
    }

    private void live(int forWrites) {
      var left = new AtomicInteger(forWrites);
      var mine = new AtomicBoolean();
      killed = mine;
      gate = new Gate(story.api().config());
      gate.rule(
          asked -> {
            if (asked.isWrite() && !mine.get()) {
              mine.compareAndSet(false, left.getAndDecrement() <= 0);
              writes.incrementAndGet();
            }
            return mine.get() ? Gate.Fate.IS_LOST : Gate.Fate.PASSES;
          });
      operators++;
      operator =
          RunningOperator.with(
              RunningOperator.client(gate.config()), story.api(), Clock.systemUTC(), any -> {});
    }

    private void tend() {
      if (killed.get()) {
        // Whatever of it still runs reaches nobody any more.
        gate.shut();
        operator.close();
        gate.close();
        live(next);
      }
    }

    @Override
    public void close() {
      operator.close();
      gate.close();
      story.close();
    }
  }
}
