package io.mailhelm.dns.rotation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/**
 * Asks single servers single questions, until the time for all of them is over. It caches nothing
 * and remembers only which servers did not answer. Each question has a virtual thread, so many can
 * be asked in parallel. Thread-safe.
 */
final class SingleServerQuery implements AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final String NO_ANSWER = "no answer";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<InetSocketAddress> silent = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Duration patience;
  private final long deadline;

  /**
   * @param patience the time limit for one try
   * @param total the time limit for all questions together, from now on
   */
  SingleServerQuery(Duration patience, Duration total) {
    this.patience = patience;
    this.deadline = System.nanoTime() + total.toNanos();
  }

  /** The result of a question. */
  sealed interface Said {
    /** There was an answer, whatever it says. */
    record Answered(Message message) implements Said {}

    /** There was no answer. */
    record Silent(String why) implements Said {}
  }

  /**
   * Asks by UDP, and by TCP where the answer is truncated or none comes (RFC 7766 §5).
   *
   * @param recursive whether the server is to ask others (RD); never set for an authoritative
   *     server
   */
  Said ask(InetSocketAddress server, Name name, int type, boolean recursive) {
    if (silent.contains(server)) {
      return new Said.Silent(NO_ANSWER); // the time is for those that answer
    }
    var said = once(server, question(name, type, recursive), false);
    if (said instanceof Said.Silent) {
      said = once(server, question(name, type, recursive), true);
    }
    if (said instanceof Said.Silent) {
      silent.add(server);
    }
    return said;
  }

  private static Message question(Name name, int type, boolean recursive) {
    var question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    if (!recursive) {
      question.getHeader().unsetFlag(Flags.RD);
    }
    return question;
  }

  private Said once(InetSocketAddress server, Message question, boolean tcp) {
    room.acquireUninterruptibly();
    try {
      var left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        return new Said.Silent("no time was left to ask");
      }
      var resolver = new SimpleResolver(server);
      resolver.setTCP(tcp);
      resolver.setTimeout(left.compareTo(patience) < 0 ? left : patience);
      return new Said.Answered(resolver.send(question));
    } catch (IOException | RuntimeException e) { // the second: a message its reader did not expect
      return new Said.Silent(NO_ANSWER);
    } finally {
      room.release();
    }
  }

  /** Applies a function to all elements in parallel; the results are in their order. */
  <T, R> List<R> each(List<T> all, Function<T, R> work) {
    var results =
        all.stream().map(one -> threads.submit((Callable<R>) () -> work.apply(one))).toList();
    return results.stream()
        .map(
            result -> {
              try {
                return result.get();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while name servers were asked", e);
              } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
              }
            })
        .toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
