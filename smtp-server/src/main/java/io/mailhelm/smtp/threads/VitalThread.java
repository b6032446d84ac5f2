package io.mailhelm.smtp.threads;

/**
 * Starts threads that must live as long as the process: without one of them it would answer and not
 * do its work. A thread that returns was told to; one that throws has ended for good, which {@link
 * EndedThreads} records.
 */
public final class VitalThread {
  private VitalThread() {}

  /**
   * Starts one.
   *
   * @param kind platform or virtual, daemon or not
   * @param name what a person reads of it, e.g. {@code folder}
   * @param body returns when it is told to end
   */
  public static Thread start(Thread.Builder kind, String name, Runnable body) {
    var thread = unstarted(kind, name, body);
    thread.start();
    return thread;
  }

  /** The same, to be started by the caller. */
  public static Thread unstarted(Thread.Builder kind, String name, Runnable body) {
    return kind.name(name).unstarted(() -> run(name, body));
  }

  private static void run(String name, Runnable body) {
    try {
      body.run();
    } catch (Throwable fault) {
      EndedThreads.add(name, fault);
      throw fault;
    }
  }
}
