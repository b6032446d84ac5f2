package io.mailhelm.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads an answer within a time limit, and no more of it than fits into the memory of a command.
 * Whatever answers in a pod may be anything; it must neither make a command wait for ever nor end
 * it for the other servers.
 */
public final class WholeAnswer {
  /**
   * The most octets of an answer: a message that is shown has up to 1 MiB of text, and JSON as a
   * tree is many times its size.
   */
  public static final int MAX_OCTETS = 4 << 20;

  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private WholeAnswer() {}

  /** An answer came but cannot be used. */
  public static final class UnusableException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableException(String message) {
      super(message);
    }
  }

  /**
   * The result of an exchange, with one time limit from its first octet to its last. A socket's
   * timeout would begin anew with each octet.
   *
   * @throws UnusableException when it takes longer
   * @throws IOException when the exchange fails
   */
  public static <T> T within(Duration patience, Callable<T> exchange) throws IOException {
    var result = THREADS.submit(exchange);
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new UnusableException(
          "its answer is not complete after %d s".formatted(patience.toSeconds()));
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      // It waits on a socket in a virtual thread, where an interrupt closes the socket.
      result.cancel(true);
    }
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> new IOException(e);
    };
  }

  /**
   * All octets of a body.
   *
   * @throws UnusableException when there are more than {@link #MAX_OCTETS}
   */
  public static byte[] body(InputStream from) throws IOException {
    var octets = from.readNBytes(MAX_OCTETS + 1);
    if (octets.length > MAX_OCTETS) {
      throw new UnusableException("its answer is larger than %d octets".formatted(MAX_OCTETS));
    }
    return octets;
  }
}
