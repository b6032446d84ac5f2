package io.mailhelm.smtp.serve;

import sun.misc.Signal;

/** Handles SIGTERM and SIGINT: the first ends the process in good order, the second at once. */
public final class ShutdownSignals {
  private static final int KILLED = 128;
  private volatile boolean ending;

  /**
   * @param end ends the server in good order; runs on a thread of its own, once
   */
  public void onFirst(Runnable end) {
    for (var name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (ending) {
              // Someone who asks twice does not want to wait; what was acknowledged is on disk.
              Runtime.getRuntime().halt(KILLED + signal.getNumber());
            }
            ending = true;
            Thread.ofPlatform().name("shutdown").start(end);
          });
    }
  }
}
