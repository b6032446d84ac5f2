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
 * @param anyPort whether every port is one the system gives, whatever is declared
 * @param portsFile where to write the ports once all is ready
 * @param rehearse whether to send oneself some mail and end: the run that the AOT cache is made of
 * @param logFormat how the log looks
 * @param logFile where it goes besides the console
 */
public record Options(
    Path folder,
    Path data,
    boolean dev,
    boolean anyPort,
    Optional<Path> portsFile,
    boolean rehearse,
    LogFormat logFormat,
    Optional<Path> logFile) {}
