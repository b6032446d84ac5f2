package io.mailhelm.cli.serve;

import io.mailhelm.smtp.observe.LogFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command line of {@code serve}.
 *
 * @param folder the resources, as named
 * @param data the data folder, as named
 * @param dev whether the APIs are open to this machine without a token, and listeners on loopback
 * @param ports the options on ports
 * @param rehearse whether to send itself some mail and end: the run from which the AOT cache is
 *     made
 * @param logFormat the format of the log
 * @param logFile a file for the log, besides the console
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
   * The options on ports.
   *
   * @param any whether the system chooses every port, whatever is declared
   * @param probes the port of probes and metrics, which no resource declares
   * @param file the file to write the ports to once all is ready
   */
  public record Ports(boolean any, int probes, Optional<Path> file) {}
}
