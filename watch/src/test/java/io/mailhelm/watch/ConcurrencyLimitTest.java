package io.mailhelm.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private final ConcurrencyLimit limit = new ConcurrencyLimit(1);
  private final CompletableFuture<Void> entered = new CompletableFuture<>();
  private final CompletableFuture<Void> leave = new CompletableFuture<>();
  private final CompletableFuture<Boolean> second = new CompletableFuture<>();

  @Test
  void whoComesWhenAllPlacesAreTakenWaitsForOne() {
    Thread.startVirtualThread(
        () ->
            take(
                () -> {
                  entered.complete(null);
                  leave.join();
                  throw new IOException("a place is free again after a failure too");
                }));
    entered.join();
    var other = Thread.startVirtualThread(() -> take(() -> second.complete(leave.isDone())));
    await().until(() -> other.getState() == Thread.State.WAITING || second.isDone());
    assertThat(second).isNotDone();

    leave.complete(null);
    assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
  }

  private void take(ConcurrencyLimit.Work<?> work) {
    try {
      limit.take(work);
    } catch (IOException | InterruptedException e) {
      assertThat(e).hasMessageContaining("a place is free");
    }
  }
}
