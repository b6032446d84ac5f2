package io.mailhelm.smtp.serve;

import java.util.function.Supplier;

/**
 * Answers whether mail can be taken, from the first moment of the process to its last. Thread-safe.
 */
public final class Readiness implements Supplier<String> {
  private volatile Supplier<String> reason = () -> "starting";

  /** Sets the answer to what {@code why} says at the moment of asking; empty: ready. */
  public void is(Supplier<String> why) {
    reason = why;
  }

  /** Why no mail can be taken now; empty when it can. */
  @Override
  public String get() {
    return reason.get();
  }
}
