package io.mailhelm.smtp.reputation;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import java.util.ArrayList;
import java.util.Optional;

/** Tells of policies that came to be paused, warned or resumed, each time once. Thread-safe. */
final class ReputationEvents {
  private final Observer observer;

  ReputationEvents(Observer observer) {
    this.observer = observer;
  }

  /**
   * Says what is new; whoever fails to hear of it changes nothing.
   *
   * @param before how the policy did the last time; empty: nobody has looked since the start
   * @param wasPaused whether its mail waited until now, whoever found that out
   */
  void tell(Optional<PolicyStanding> before, boolean wasPaused, PolicyStanding after) {
    var news = new ArrayList<Event>();
    var name = after.policy().name();
    var isWarned = before.flatMap(PolicyStanding::exceeded).isPresent();
    if (after.isPaused() ? !wasPaused : after.exceeded().isPresent() && !isWarned) {
      var exceeded = after.exceeded().orElseThrow();
      news.add(
          new Event.PolicyExceeded(
              name, after.isPaused(), exceeded.reason().name(), exceeded.message()));
    }
    if (wasPaused && !after.isPaused()) {
      news.add(new Event.PolicyResumed(name));
    }
    try {
      news.forEach(observer::on);
    } catch (RuntimeException e) {
      // it is so, whoever fails to hear of it
    }
  }
}
