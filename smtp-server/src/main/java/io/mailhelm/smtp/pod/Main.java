package io.mailhelm.smtp.pod;

import io.mailhelm.smtp.api.CannotListenException;
import java.io.IOException;

/** The entry point of a pod: options in, an exit code out. */
public final class Main {
  private static final int CANNOT_START = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments));
  }

  /**
   * Serves until it is told to end: 0; 1 when it cannot start, 2 for arguments that mean nothing.
   */
  private static int run(String... arguments) throws InterruptedException {
    try {
      var options = Options.parse(arguments);
      return options.rehearse() ? Trial.run() : new Pod(options).run();
    } catch (IllegalArgumentException e) {
      System.err.println("mailhelm: " + e.getMessage());
      return USAGE;
    } catch (CannotListenException | IOException e) {
      System.err.println("mailhelm: " + e.getMessage());
      return CANNOT_START;
    }
  }
}
