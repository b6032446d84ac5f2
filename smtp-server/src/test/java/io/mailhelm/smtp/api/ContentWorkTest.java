package io.mailhelm.smtp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has which place and turn, with one thread and eight places. */
@Timeout(30) // what should be refused would wait
class ContentWorkTest {
  private static final int PLACES = 8;

  private final ContentWork work = new ContentWork(1, PLACES);
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(0);
  private final FakeRequest first = new FakeRequest("first");
  private Future<String> running;

  @BeforeEach
  void takeTheThread() {
    running = asking.submit(() -> work.run(first, () -> first.work(busy)));
    await().until(() -> first.begun() == 1);
  }

  @AfterEach
  void end() {
    busy.countDown();
    asking.close();
    work.close();
  }

  private Future<String> queue(FakeRequest requester, Callable<String> piece) {
    int before = work.waiting();
    var result = asking.submit(() -> work.run(requester, piece));
    await().until(() -> work.waiting() > before);
    return result;
  }

  private void queue(String key, int times) {
    var requester = new FakeRequest(key);
    for (int i = 0; i < times; i++) {
      queue(requester, () -> requester.work(open));
    }
  }

  private void refused(int status, String key) {
    assertThatThrownBy(() -> work.run(new FakeRequest(key), () -> key))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.details().status()).isEqualTo(status);
              assertThat(refusal.retryAfter()).isPresent();
            });
  }

  @Test
  void oneCallerLeavesAQuarterOfThePlaces() {
    queue("a", PLACES * 3 / 4);
    refused(429, "a");
    queue("b", 1);
    refused(429, "a");
    queue("c", 1);
    refused(503, "d");
  }

  @Test
  void whileOthersWaitACallerHasAQuarter() {
    queue("a", 1);
    queue("b", PLACES / 4);
    refused(429, "b");
    queue("a", PLACES / 4 - 1);
    refused(429, "a");
  }

  @Test
  void whoIsAloneAgainHasMoreThanAQuarter() throws Exception {
    var b = new FakeRequest("b");
    var waiting = queue(b, () -> "b");
    queue("a", PLACES / 4);
    refused(429, "a");
    b.leave();
    assertThatThrownBy(waiting::get).isInstanceOf(ExecutionException.class);
    queue("a", PLACES * 3 / 4 - PLACES / 4);
    refused(429, "a");
  }

  @Test
  void callersHaveTheirTurnsOneAfterTheOther() throws Exception {
    var order = new ArrayList<String>();
    var all = new ArrayList<Future<String>>();
    for (var name : List.of("a1", "a2", "b1", "c1", "b2")) {
      all.add(
          queue(
              new FakeRequest(name.substring(0, 1)),
              () -> {
                order.add(name);
                return name;
              }));
    }
    busy.countDown();
    for (var each : all) {
      each.get();
    }
    assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2");
  }

  @Test
  void whatWaitsForOneWhoLeftIsNotBegun() throws Exception {
    var gone = new FakeRequest("gone");
    var waiting = queue(gone, () -> gone.work(open));
    gone.leave();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(ApiException.class);
    assertThat(work.waiting()).isZero();
    assertThatThrownBy(() -> work.run(gone, () -> gone.work(open)))
        .isInstanceOf(ApiException.class);
    busy.countDown();
    assertThat(running.get()).isEqualTo("first");
    assertThat(work.run(new FakeRequest("next"), () -> "done")).isEqualTo("done");
    assertThat(gone.begun()).isZero();
  }

  @Test
  void whatHasBegunIsWaitedFor() throws Exception {
    first.leave();
    assertThat(running.isDone()).isFalse();
    busy.countDown();
    assertThat(running.get()).isEqualTo("first");
  }

  @Test
  void whatIsReadForOneWhoLeftEnds() throws IOException {
    try (var in = new RequesterInput(new ByteArrayInputStream(new byte[] {1, 2}), first)) {
      assertThat(in.read()).isEqualTo(1);
      first.leave();
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatWorkThrowsIsThrown() {
    busy.countDown();
    assertThatThrownBy(
            () ->
                work.run(
                    new FakeRequest("a"),
                    () -> {
                      throw new IOException("broken");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }
}
