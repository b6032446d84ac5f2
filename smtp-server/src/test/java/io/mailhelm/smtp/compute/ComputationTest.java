package io.mailhelm.smtp.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ComputationTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static <R> R inVirtualThread(Callable<R> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(work).get();
    }
  }

  @Test
  void takesWorkOffTheCarriers() throws Exception {
    assertThat(
            inVirtualThread(
                () -> Computation.PASSWORDS.of(() -> Thread.currentThread().isVirtual())))
        .isFalse();
  }

  @Test
  void aPlatformThreadComputesItself() throws Exception {
    assertThat(Computation.PASSWORDS.of(Thread::currentThread)).isSameAs(Thread.currentThread());
  }

  @Test
  void noMoreIsComputedAtOnceThanThereAreProcessorsAndOneKindDoesNotWaitForAnother()
      throws Exception {
    var end = new CountDownLatch(1);
    var begun = new CountDownLatch(PROCESSORS);
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Object>>();
      for (int i = 0; i < 10 * PROCESSORS; i++) {
        all.add(
            threads.submit(
                () ->
                    Computation.SIGNATURES.of(
                        () -> {
                          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                          begun.countDown();
                          end.await();
                          atOnce.decrementAndGet();
                          return "";
                        })));
      }
      begun.await();
      assertThat(threads.submit(() -> Computation.INCOMING_HANDSHAKES.of(() -> "shaken")).get())
          .isEqualTo("shaken");
      end.countDown();
      for (var each : all) {
        each.get();
      }
    }
    assertThat(most.get()).isEqualTo(PROCESSORS);
  }

  @Test
  void whoHasMuchToDoDoesNotMakeAnotherWaitForAllOfIt() throws Exception {
    var begin = new CountDownLatch(1);
    var order = new ConcurrentLinkedQueue<String>();
    var asking = new ArrayList<Thread>();
    for (int i = 0; i < 10 * PROCESSORS; i++) {
      asking.add(ask("much", begin, order));
    }
    await().until(() -> asking.stream().allMatch(ComputationTest::waits));
    asking.add(ask("little", begin, order));
    await().until(() -> asking.stream().allMatch(ComputationTest::waits));
    begin.countDown();
    for (var each : asking) {
      each.join();
    }
    // those that were under way, and one in whose turn it came to wait, may be ahead on each thread
    assertThat(order.stream().toList().indexOf("little")).isBetween(0, 2 * PROCESSORS);
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  private static Thread ask(String who, CountDownLatch begin, Queue<String> order) {
    return Thread.startVirtualThread(
        () ->
            Computation.INCOMING_HANDSHAKES.ofUnfailing(
                who,
                () -> {
                  awaited(begin);
                  return order.add(who);
                }));
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatFailsFailsForWhoAsked() {
    assertThatThrownBy(
            () ->
                inVirtualThread(
                    () ->
                        Computation.SIGNATURES.of(
                            () -> {
                              throw new IOException("no such file");
                            })))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("no such file");
  }
}
