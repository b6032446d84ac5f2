package io.mailhelm.smtp.fake;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.send.DeliveryClient;
import io.mailhelm.smtp.send.DeliveryClients;
import io.mailhelm.smtp.send.OutboundMessage;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.MailStore.Recipient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Couriers that answer as a test says, by recipient, and note what they were given. Who is not
 * spoken of is delivered. Thread-safe.
 */
public final class ScriptedCouriers implements DeliveryClients {
  private final Map<String, Function<Recipient, Attempt>> script = new ConcurrentHashMap<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition let = lock.newCondition();
  private boolean held;
  private int attempting;
  private volatile Function<Recipient, Attempt> otherwise =
      recipient -> answer(Outcome.DELIVERED, 250, "2.0.0", "Ok");
  private volatile boolean peerReports;

  private final Clock clock;

  /**
   * @param clock when attempts are made
   */
  public ScriptedCouriers(Clock clock) {
    this.clock = clock;
  }

  /** What was carried. */
  public record Sent(Hop hop, OutboundMessage parcel, String content) {
    /** Where to. */
    public List<String> recipients() {
      return parcel.recipients().stream().map(Recipient::address).toList();
    }
  }

  /** Couriers that never find a server. */
  public static ScriptedCouriers unreachable() {
    var couriers = new ScriptedCouriers(Clock.systemUTC());
    couriers.otherwise = recipient -> nobodyThere();
    return couriers;
  }

  /** No server was reached. */
  public static Attempt nobodyThere() {
    return new Attempt(
        Instant.EPOCH,
        Duration.ofMillis(1),
        Outcome.DEFERRED,
        "mx.elsewhere.example",
        "",
        "",
        0,
        "4.4.1",
        "connection refused");
  }

  /** What a server said in answer to RCPT; an enhanced code is its own. */
  public static Attempt answer(Outcome outcome, int code, String enhanced, String text) {
    return new Attempt(
        Instant.EPOCH,
        Duration.ofMillis(1),
        outcome,
        "mx.elsewhere.example",
        "192.0.2.1:25",
        "TLSv1.3 unverified",
        code,
        enhanced,
        text,
        outcome == Outcome.FAILED && !enhanced.isEmpty(),
        enhanced.isEmpty());
  }

  /** From now on the server says this to a recipient. */
  public void say(String recipient, int code, String enhanced, String text) {
    var outcome = code < 400 ? Outcome.DELIVERED : code < 500 ? Outcome.DEFERRED : Outcome.FAILED;
    say(recipient, any -> answer(outcome, code, enhanced, text));
  }

  /** From now on this is what comes of a recipient; it may throw. */
  public void say(String recipient, Function<Recipient, Attempt> answer) {
    script.put(recipient, answer);
  }

  /** From now on this is what comes of those who are not spoken of. */
  public void sayToAll(Function<Recipient, Attempt> answer) {
    otherwise = answer;
  }

  /** From now on servers take DSN parameters, or not. */
  public void peerReports(boolean now) {
    peerReports = now;
  }

  /** From now on attempts wait; or those that wait go on. */
  public void hold(boolean now) {
    lock.lock();
    try {
      held = now;
      let.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Attempts under way now. */
  public int attempting() {
    lock.lock();
    try {
      return attempting;
    } finally {
      lock.unlock();
    }
  }

  /** Every parcel that was carried, whatever came of it, in the order of the attempts' ends. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Couriers not closed yet. */
  public int open() {
    return open.get();
  }

  /** The most couriers that were open at once. */
  public int mostOpen() {
    return mostOpen.get();
  }

  @Override
  public DeliveryClient to(Hop hop, TlsLevel tls) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    return new Scripted(hop);
  }

  private final class Scripted implements DeliveryClient {
    private final Hop hop;
    private boolean closed;

    Scripted(Hop hop) {
      this.hop = hop;
    }

    @Override
    public List<Attempt> attempt(OutboundMessage parcel) {
      if (!awaitLet()) {
        return parcel.recipients().stream().map(recipient -> now(nobodyThere())).toList();
      }
      sent.add(new Sent(hop, parcel, text(parcel)));
      var attempts = new ArrayList<Attempt>();
      for (var recipient : parcel.recipients()) {
        attempts.add(now(script.getOrDefault(recipient.address(), otherwise).apply(recipient)));
      }
      return attempts;
    }

    private Attempt now(Attempt said) {
      return new Attempt(
          clock.instant(),
          said.took(),
          said.outcome(),
          said.host(),
          said.address(),
          said.tls(),
          said.code(),
          said.enhanced(),
          said.text(),
          said.refusesAddress(),
          said.inferred());
    }

    /** Returns whether the attempt may go on; else it was cut off. */
    private boolean awaitLet() {
      lock.lock();
      try {
        attempting++;
        while (held && !closed) {
          let.awaitUninterruptibly();
        }
        attempting--;
        return !closed;
      } finally {
        lock.unlock();
      }
    }

    private static String text(OutboundMessage parcel) {
      try (var in = parcel.content().open()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean passedReportsOn() {
      return peerReports;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (!closed) {
          closed = true;
          open.decrementAndGet();
          let.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
