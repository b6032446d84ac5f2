package io.mailhelm.dns.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportQuestionsTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger together = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void fewQuestionsAreOnTheirWayTogetherAndNoneTwice() throws Exception {
    var two = new CountDownLatch(2);
    var once =
        new RepeatedQuestions<String, String>(
            new Semaphore(2),
            name -> {
              asked.incrementAndGet();
              most.accumulateAndGet(together.incrementAndGet(), Math::max);
              two.countDown();
              await(two);
              together.decrementAndGet();
              return new DnsAnswer.Found<>(name, List.of(name), false);
            });

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              IntStream.range(0, 60)
                  .<Callable<DnsAnswer<String>>>mapToObj(i -> () -> once.get("name" + i % 20))
                  .toList());
      for (var answer : answers) {
        assertThat(answer.get().found()).hasSize(1);
      }
    }

    assertThat(asked).hasValue(20);
    assertThat(most).hasValue(2);
  }

  @Test
  void aQuestionThatTripsUsUpIsNoAnswer() {
    var once =
        new RepeatedQuestions<String, String>(
            new Semaphore(1),
            name -> {
              throw new IllegalStateException("odd");
            });

    assertThat(once.get("name")).isInstanceOf(DnsAnswer.Unavailable.class);
    assertThat(once.get("other")).isInstanceOf(DnsAnswer.Unavailable.class);
  }

  @Test
  void anInterruptedLookHasNoAnswer() {
    var dns = new ReportQuestions(new InMemoryResolver(), new Semaphore(0));
    Thread.currentThread().interrupt();

    assertThat(dns.txt("example.com"))
        .isEqualTo(new DnsAnswer.Unavailable<>(ReportQuestions.NO_TIME));
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
