package io.mailhelm.smtp.pod;

import io.mailhelm.config.HttpEndpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The command line options of a pod's server, all with defaults for a container.
 *
 * @param config the volume of config shards
 * @param token the file of the APIs' token
 * @param apiTls the volume with {@code tls.crt} and {@code tls.key} of the APIs
 * @param data the volume that keeps the mail
 * @param probes where probes and metrics are
 * @param portsFile where to write the ports once all is ready
 * @param rehearse whether to serve a config made for the purpose, send some mail to itself and end:
 *     the run that the AOT cache is made from
 */
record PodOptions(
    Path config,
    Path token,
    Path apiTls,
    Path data,
    HttpEndpoint probes,
    Optional<Path> portsFile,
    boolean rehearse) {

  private static final PodOptions DEFAULT =
      new PodOptions(
          Path.of("/etc/mailhelm/config"),
          Path.of("/etc/mailhelm/token/token"),
          Path.of("/etc/mailhelm/api-tls"),
          Path.of("/var/lib/mailhelm"),
          new HttpEndpoint("0.0.0.0", 9000, List.of()),
          Optional.empty(),
          false);

  private static final String USAGE =
      "--config DIR --token FILE --api-tls DIR --data DIR --probes ADDRESS:PORT --ports-file FILE";

  /**
   * @throws IllegalArgumentException saying what there is
   */
  static PodOptions parse(String... arguments) {
    var options = DEFAULT;
    for (int i = 0; i < arguments.length; i++) {
      var name = arguments[i];
      if (name.equals("--rehearse")) {
        options = options.rehearsing();
      } else if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + " means nothing here: " + USAGE);
      } else {
        options = options.with(name, arguments[++i]);
      }
    }
    return options;
  }

  private PodOptions with(String name, String value) {
    return switch (name) {
      case "--config" ->
          new PodOptions(Path.of(value), token, apiTls, data, probes, portsFile, rehearse);
      case "--token" ->
          new PodOptions(config, Path.of(value), apiTls, data, probes, portsFile, rehearse);
      case "--api-tls" ->
          new PodOptions(config, token, Path.of(value), data, probes, portsFile, rehearse);
      case "--data" ->
          new PodOptions(config, token, apiTls, Path.of(value), probes, portsFile, rehearse);
      case "--probes" ->
          new PodOptions(config, token, apiTls, data, endpoint(value), portsFile, rehearse);
      case "--ports-file" ->
          new PodOptions(
              config, token, apiTls, data, probes, Optional.of(Path.of(value)), rehearse);
      default -> throw new IllegalArgumentException(name + " means nothing here: " + USAGE);
    };
  }

  private PodOptions rehearsing() {
    return new PodOptions(config, token, apiTls, data, probes, portsFile, true);
  }

  private static HttpEndpoint endpoint(String text) {
    var colon = text.lastIndexOf(':');
    try {
      return new HttpEndpoint(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), List.of());
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "--probes wants ADDRESS:PORT, e.g. 127.0.0.1:9000, not '%s'".formatted(text), e);
    }
  }
}
