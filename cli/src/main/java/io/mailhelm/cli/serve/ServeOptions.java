package io.mailhelm.cli.serve;

import io.mailhelm.smtp.observe.LogFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line of {@code serve} says.
 *
 * @param folder the resources, as named
 * @param data the data folder, as named
 * @param dev whether the APIs are open to this machine without a token, and listeners on loopback
 * @param ports what is said of ports
 * @param rehearse whether to send oneself some mail and end: the run that the AOT cache is made of
 * @param logFormat how the log looks
 * @param logFile where it goes besides the console
 */
public record ServeOptions(
    Path folder,
    Path data,
    boolean dev,
    Ports ports,
    boolean rehearse,
    LogFormat logFormat,
    Optional<Path> logFile) {
  /**
   * What is said of ports.
   *
   * @param any whether every port is one the system gives, whatever is declared
   * @param probes of probes and metrics, which no resource declares
   * @param file where to write them once all is ready
   */
  public record Ports(boolean any, int probes, Optional<Path> file) {}
}
