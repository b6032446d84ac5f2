package io.mailhelm.smtp.threads;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Records the vital threads of this process that have ended by a fault. There is one record a
 * process, because it is the process that is restarted. Thread-safe.
 */
public final class EndedThreads {
  private static final ConcurrentSkipListMap<String, String> ENDED = new ConcurrentSkipListMap<>();

  private EndedThreads() {}

  /** Records one, and says so on standard error: the log may be what has ended. */
  public static void add(String name, Throwable fault) {
    ENDED.put(name, fault.getClass().getSimpleName());
    System.err.println("mailhelm: " + sentence(name) + " The cause: " + fault);
  }

  /** A sentence about one of them, and what to do; empty while all live. */
  public static Optional<String> sentence() {
    return ENDED.keySet().stream().findFirst().map(EndedThreads::sentence);
  }

  private static String sentence(String name) {
    return "The thread '%s' has ended, and its work is not done any longer: start this process again."
        .formatted(name);
  }

  /** Forgets them, for tests that end one. */
  static void forget() {
    ENDED.clear();
  }
}
