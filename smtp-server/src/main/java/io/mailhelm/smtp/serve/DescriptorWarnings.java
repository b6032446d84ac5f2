package io.mailhelm.smtp.serve;

import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;

/** Reports limits that the process has too few file descriptors for; the same only once. */
final class DescriptorWarnings {
  private final Observer observer;
  private String told = "";

  DescriptorWarnings(Observer observer) {
    this.observer = observer;
  }

  /** Whether there are fewer than what that config declares would take. */
  static boolean isShort(ConfigSnapshot config) {
    return !DescriptorShares.shortage(config.config().server().limits()).isEmpty();
  }

  synchronized void look(ConfigSnapshot config) {
    var shortage = DescriptorShares.shortage(config.config().server().limits());
    if (!shortage.isEmpty() && !shortage.equals(told)) {
      observer.on(new Event.DescriptorsShort(shortage));
    }
    told = shortage;
  }
}
