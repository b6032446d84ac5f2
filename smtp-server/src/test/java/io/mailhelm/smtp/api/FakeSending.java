package io.mailhelm.smtp.api;

import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.observe.WarmUpFigures;
import io.mailhelm.smtp.queue.Sending;
import io.mailhelm.smtp.queue.WarmUpProgress;
import io.mailhelm.smtp.reputation.PolicyStanding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often it was woken; two lanes are busy. */
public final class FakeSending implements Sending {
  private final AtomicInteger woken = new AtomicInteger();
  private final List<String> resumed = new CopyOnWriteArrayList<>();
  private volatile List<PolicyStanding> standings = List.of();

  @Override
  public void wake() {
    woken.incrementAndGet();
  }

  /** How often, since it was asked last. */
  public int woken() {
    return woken.getAndSet(0);
  }

  /** From now on this is how policies do. */
  public void standings(List<PolicyStanding> now) {
    standings = now;
  }

  /** The policies that were resumed. */
  public List<String> resumed() {
    return resumed;
  }

  @Override
  public List<PolicyStanding> standings() {
    return standings;
  }

  @Override
  public Optional<PolicyStanding> resume(String policy) {
    var found = standings.stream().filter(each -> each.policy().name().equals(policy)).findFirst();
    found.ifPresent(each -> resumed.add(policy));
    return found;
  }

  @Override
  public List<DestinationState> destinations() {
    return List.of(
        new DestinationState(
            LaneKey.parse("news|x.example"),
            Optional.of("google"),
            1,
            2,
            Optional.of(30),
            Optional.of(new Slowed(Instant.EPOCH, "421 4.7.0 Try again later"))),
        new DestinationState(
            LaneKey.parse("|a.example"),
            Optional.empty(),
            3,
            5,
            Optional.empty(),
            Optional.empty()));
  }

  @Override
  public List<WarmUpProgress> warmUps() {
    return List.of();
  }

  @Override
  public List<WarmUpFigures> warmUpFigures() {
    return List.of();
  }

  @Override
  public List<LaneState> lanes() {
    return List.of(
        new LaneState(Optional.of("news"), "smtp.relay.example:587", 0, Optional.of(Instant.EPOCH)),
        new LaneState(Optional.empty(), "x.example", 2, Optional.empty()));
  }
}
