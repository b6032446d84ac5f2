package io.mailhelm.smtp.api.dns;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.ProblemDetails;
import io.mailhelm.smtp.observe.Event;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Limits the DNS look-ups that callers can cause: how many at once, how many of one caller, and how
 * long each may take. One that is given up keeps its place until it has really ended. Thread-safe.
 */
@ApplicationScoped
class LookupLimits {
  static final int AT_ONCE = 4;
  static final int OF_ONE_CALLER = 2;
  static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration LATER = Duration.ofSeconds(5);

  private final ApiContext node;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<String, Integer> own = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  LookupLimits(ApiContext node) {
    this.node = node;
  }

  /**
   * The result of {@code look}.
   *
   * @throws ApiException 429 where the caller looks {@value #OF_ONE_CALLER} times already; 503
   *     where too many look already, or it takes too long; and what {@code look} throws of that
   *     type
   */
  <T> T at(Caller caller, Callable<T> look) {
    var key = key(caller);
    if (own.merge(key, 1, Integer::sum) > OF_ONE_CALLER) {
      leave(key);
      throw later(
          429,
          "You have %d such questions looked into: wait for their answers, then ask again."
              .formatted(OF_ONE_CALLER));
    }
    if (!places.tryAcquire()) {
      leave(key);
      throw later("%d such questions are being looked into: ask again soon.".formatted(AT_ONCE));
    }
    var answer =
        threads.submit(
            () -> {
              try {
                return look.call();
              } finally {
                places.release();
                leave(key);
              }
            });
    try {
      return answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw later(
          "The name servers have not answered all in %d s: ask again."
              .formatted(DEADLINE.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(true);
      throw later("The server is ending.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException refusal) {
        throw refusal;
      }
      node.observer().on(new Event.Failed("api", e.getCause()));
      throw ApiException.of(500, "The server failed; its log says why.");
    }
  }

  private static String key(Caller caller) {
    return switch (caller) {
      case Caller.Owner(var user) -> user.mailboxId();
      case Caller.Operator() -> "token";
      case Caller.Anonymous() -> "";
    };
  }

  private void leave(String key) {
    own.computeIfPresent(key, (same, places) -> places == 1 ? null : places - 1);
  }

  private static ApiException later(String sentence) {
    return later(503, sentence);
  }

  private static ApiException later(int status, String sentence) {
    return new ApiException(ProblemDetails.of(status, sentence), Optional.of(LATER));
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
