package io.mailhelm.smtp.send;

import io.mailhelm.config.AddressScope;
import io.mailhelm.dns.ElapsedTime;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Detects whether connections to port 25 of other servers are blocked. Many providers drop them
 * until asked to open it, and then every server of every domain seems to be down. Thread-safe.
 */
public final class Port25 {
  static final int MIN_DOMAINS = 3;
  static final int MIN_ADDRESSES = 5;
  static final Duration WINDOW = Duration.ofHours(1);

  /** Addresses that are remembered. */
  static final int MOST = 64;

  /** A refusal comes within the time that a packet travels; the system's own patience is longer. */
  private static final Duration SLOW = Duration.ofSeconds(5);

  private final ElapsedTime time;
  private final Consumer<Report> changes;
  private final Predicate<InetAddress> elsewhere;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Silence> silent = new LinkedHashMap<>();
  private Optional<Duration> lastAnswer = Optional.empty();
  private State state = State.Unknown;
  private long tried;
  private long timedOut;

  private record Silence(String domain, Duration at) {}

  /** What is known of the port. */
  public enum State {
    /** Too few were tried. */
    Unknown,
    /** Somebody answered, if only to refuse. */
    Open,
    /** For an hour nobody did, however different their domains and addresses. */
    Blocked
  }

  /**
   * What is known.
   *
   * @param tried connections to public addresses, since the start
   * @param timedOut those of them that nothing answered, or that no route led to
   */
  public record Report(State state, long tried, long timedOut) {}

  /**
   * @param changes told when connections turn out to be blocked, and when they are not any more
   */
  public Port25(Consumer<Report> changes) {
    this(ElapsedTime.SYSTEM, changes, Port25::isElsewhere);
  }

  /**
   * @param time for {@link #WINDOW}
   * @param elsewhere which addresses say anything of the way out
   */
  Port25(ElapsedTime time, Consumer<Report> changes, Predicate<InetAddress> elsewhere) {
    this.time = time;
    this.changes = changes;
    this.elsewhere = elsewhere;
  }

  /** Whether an address says anything of the way out: it is not of a network of ours. */
  static boolean isElsewhere(InetAddress address) {
    return !AddressScope.of(address).isInternal();
  }

  /** What is known now. */
  public Report report() {
    lock.lock();
    try {
      return new Report(state, tried, timedOut);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to watch a connection to that port.
   *
   * @param domain whose server it is
   * @param timeout how long the connection may take
   */
  ConnectObserver dial(String domain, InetAddress address, Duration timeout) {
    return elsewhere.test(address)
        ? new Watched(domain, address, timeout)
        : ConnectObserver.UNWATCHED;
  }

  private final class Watched implements ConnectObserver {
    private final String domain;
    private final InetAddress address;
    private final Duration timeout;
    private final long began = System.nanoTime();

    Watched(String domain, InetAddress address, Duration timeout) {
      this.domain = domain;
      this.address = address;
      this.timeout = timeout;
    }

    @Override
    public void connected() {
      answered();
    }

    @Override
    public void failed(Exception cause, boolean overdue) {
      var took = Duration.ofNanos(System.nanoTime() - began);
      if (isSilence(cause, overdue, took)) {
        Port25.this.silent(domain, address);
      } else if (cause instanceof ConnectException) {
        answered();
      }
    }

    /** An attempt that was broken off before its time says nothing. */
    private boolean isSilence(Exception cause, boolean overdue, Duration took) {
      if (overdue) {
        return took.compareTo(timeout) >= 0;
      }
      return switch (cause) {
        case NoRouteToHostException unreachable -> true;
        case ConnectException refused -> took.compareTo(SLOW) >= 0 || speaksOfSilence(refused);
        case SocketException other -> speaksOfSilence(other);
        default -> false;
      };
    }

    private static boolean speaksOfSilence(SocketException cause) {
      var words = String.valueOf(cause.getMessage());
      return words.contains("timed out")
          || words.contains("unreachable")
          || words.contains("prohibited");
    }
  }

  private void answered() {
    State before;
    Report now;
    lock.lock();
    try {
      before = state;
      tried++;
      lastAnswer = Optional.of(time.now());
      silent.clear();
      state = State.Open;
      now = report();
    } finally {
      lock.unlock();
    }
    if (before == State.Blocked) {
      changes.accept(now);
    }
  }

  private void silent(String domain, InetAddress address) {
    State before;
    Report now;
    lock.lock();
    try {
      before = state;
      tried++;
      timedOut++;
      remember(domain, address, time.now());
      // Retries grow rare: what was found stays true until somebody answers.
      state = isBlocked() ? State.Blocked : state;
      now = report();
    } finally {
      lock.unlock();
    }
    if (before != now.state()) {
      changes.accept(now);
    }
  }

  private void remember(String domain, InetAddress address, Duration at) {
    silent.remove(address);
    silent.put(address, new Silence(domain, at));
    silent.values().removeIf(silence -> silence.at().plus(WINDOW).compareTo(at) < 0);
    if (silent.size() > MOST) {
      silent.remove(silent.keySet().iterator().next());
    }
  }

  private boolean isBlocked() {
    return lastAnswer.map(then -> time.isPast(then.plus(WINDOW))).orElse(true)
        && silent.size() >= MIN_ADDRESSES
        && silent.values().stream().map(Silence::domain).distinct().count() >= MIN_DOMAINS;
  }
}
