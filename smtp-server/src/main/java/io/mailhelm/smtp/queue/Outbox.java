package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.observe.WarmUpFigures;
import io.mailhelm.smtp.send.DeliveryClients;
import io.mailhelm.smtp.sign.OutboundContent;
import io.mailhelm.smtp.store.Halt;
import io.mailhelm.smtp.store.MailStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Sends what is in the queue, from {@link #start} to {@link #close}. Thread-safe. */
public final class Outbox implements Sending, AutoCloseable {
  private final Dispatcher dispatcher;
  private final QueueMaintenance chores;
  private final WarmUps warmUps;

  /**
   * @param store keeps the queue
   * @param couriers deliver what is in it; the caller closes them after this
   * @param returns the return paths of what is sent
   */
  public Outbox(
      LiveConfig live,
      MailStore store,
      DeliveryClients couriers,
      ReturnPaths returns,
      Observer observer,
      Clock clock) {
    this(
        live,
        store,
        couriers,
        returns,
        observer,
        clock,
        System::nanoTime,
        new FaultRules(
            Halt.ofProcess(), FaultRules.Patience.STANDARD, () -> store.status().accepting()));
  }

  /**
   * @param nanos as {@link System#nanoTime}, whatever happens to the clock
   */
  Outbox(
      LiveConfig live,
      MailStore store,
      DeliveryClients couriers,
      ReturnPaths returns,
      Observer observer,
      Clock clock,
      LongSupplier nanos,
      FaultRules faults) {
    var suppressions = new SuppressionRules(store.suppressions());
    var holds = new Holds(live, store.queue(), observer, clock);
    var providers = new DestinationProviders();
    warmUps = new WarmUps(live, store.queue(), providers, clock);
    var delivering =
        new WorkerContext(
            live,
            store.queue(),
            couriers,
            new MessagePreparation(
                store.queue(),
                new OutboundContent(clock, why -> observer.on(new Event.SlowSigning(why))),
                returns),
            new DeliveryNotices(live, store),
            suppressions,
            holds,
            warmUps,
            new LaneLimits(live, providers),
            faults,
            observer,
            clock);
    dispatcher = new Dispatcher(delivering, new ClockSteps(clock, nanos));
    chores =
        new QueueMaintenance(
            store, new ReportReader(store, suppressions, clock), delivering, dispatcher::wake);
    live.follow(snapshot -> wake()); // what was held, or had no share, may leave now
  }

  /** Begins to send. */
  public void start() {
    dispatcher.start();
    chores.start();
  }

  @Override
  public void wake() {
    dispatcher.wake();
    chores.wake();
  }

  @Override
  public List<LaneState> lanes() {
    return dispatcher.lanes();
  }

  @Override
  public List<DestinationState> destinations() {
    return dispatcher.destinations();
  }

  @Override
  public List<WarmUpProgress> warmUps() {
    return warmUps.progress();
  }

  @Override
  public List<WarmUpFigures> warmUpFigures() {
    return warmUps.figures();
  }

  /** For tests: sets workers to what is due now. */
  void dispatch() {
    dispatcher.dispatchNow();
  }

  /**
   * Begins nothing more and lets the attempts in flight finish; what does not is cut off and stays
   * in the queue, due at once.
   *
   * @param time at most
   * @return whether every attempt finished
   */
  public boolean drain(Duration time) {
    chores.close();
    return dispatcher.drain(time);
  }

  /** Cuts off what is in flight. */
  @Override
  public void close() {
    drain(Duration.ZERO);
  }
}
