package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.observe.WarmUpFigures;
import io.mailhelm.smtp.reputation.PolicyStanding;
import io.mailhelm.smtp.reputation.Reputations;
import io.mailhelm.smtp.send.DeliveryClients;
import io.mailhelm.smtp.sign.OutboundContent;
import io.mailhelm.smtp.store.Halt;
import io.mailhelm.smtp.store.MailStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Sends what is in the queue, from {@link #start} to {@link #close}. Thread-safe. */
public final class Outbox implements Sending, AutoCloseable {
  private final Dispatcher dispatcher;
  private final QueueMaintenance chores;
  private final WarmUps warmUps;
  private final Reputations reputations;
  private final WorkerContext shared;

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
    var providers = new DestinationProviders();
    warmUps = new WarmUps(live, store.queue(), providers, clock);
    reputations = new Reputations(live, store.outcomes(), observer, clock);
    var holds = new Holds(live, reputations, store.queue(), observer, clock);
    shared =
        new WorkerContext(
            live,
            store.queue(),
            couriers,
            new MessagePreparation(store.queue(), new OutboundContent(clock, observer), returns),
            new DeliveryNotices(live, store),
            suppressions,
            reputations,
            holds,
            warmUps,
            new LaneLimits(live, providers),
            faults,
            observer,
            clock);
    dispatcher = new Dispatcher(shared, new ClockSteps(clock, nanos));
    chores =
        new QueueMaintenance(
            store,
            new ReportReader(store, suppressions, reputations::judge, clock),
            shared,
            dispatcher::wake);
    live.follow(snapshot -> wake()); // what was held, or had no share, may leave now
  }

  /** Begins to send; what was paused before is paused from the first message on. */
  public void start() {
    try {
      reputations.judgeAll();
    } catch (RuntimeException e) {
      shared.observer().on(new Event.Failed(FailurePlace.CHORES, e)); // and again in a minute
    }
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

  @Override
  public List<PolicyStanding> standings() {
    return reputations.standings();
  }

  @Override
  public Optional<PolicyStanding> resume(String policy) {
    var resumed = reputations.resume(policy);
    wake();
    return resumed;
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
