package io.mailhelm.smtp.pod;

import io.mailhelm.config.VolumeRefusal;
import io.mailhelm.smtp.api.CannotListenException;
import io.mailhelm.smtp.store.VolumeRefusedException;
import java.io.IOException;
import java.util.Optional;

/** The entry point of a pod: options in, an exit code out. */
public final class Main {
  private static final int CANNOT_START = 1;
  private static final int USAGE = 2;

  /** Set by the operator, from the pod's own {@code metadata.name}. */
  private static final String NAME = "POD_NAME";

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments));
  }

  /**
   * Serves until it is told to end: 0; 1 when it cannot start, 2 for arguments that mean nothing,
   * and what a {@link VolumeRefusal} says where the volume has not the mail that was on it.
   */
  private static int run(String... arguments) throws InterruptedException {
    try {
      var options = PodOptions.parse(arguments);
      return options.rehearse() ? PodRehearsal.run() : new PodServer(options, name()).run();
    } catch (IllegalArgumentException e) {
      System.err.println("mailhelm: " + e.getMessage());
      return USAGE;
    } catch (VolumeRefusedException e) {
      System.err.println("mailhelm: " + e.getMessage());
      return e.refusal().exitCode();
    } catch (CannotListenException | IOException e) {
      System.err.println("mailhelm: " + e.getMessage());
      return CANNOT_START;
    }
  }

  private static Optional<String> name() {
    return Optional.ofNullable(System.getenv(NAME)).filter(name -> !name.isEmpty());
  }
}
