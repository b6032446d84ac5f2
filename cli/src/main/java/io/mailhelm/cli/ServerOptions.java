package io.mailhelm.cli;

import io.mailhelm.cli.remote.Endpoint;
import io.mailhelm.cli.remote.ManagementClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server is asked, and with what right. */
final class ServerOptions {
  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:3001",
      description = "the management API; default: ${DEFAULT-VALUE}")
  URI url;

  @Option(
      names = "--token-file",
      description = "a file with the token; else MAILHELM_TOKEN, else that of --data")
  Optional<Path> tokenFile;

  @Option(
      names = "--data",
      defaultValue = "mailhelm-data",
      description = "the data folder of a server on this machine; default: ${DEFAULT-VALUE}")
  Path data;

  @Option(names = "--ca", description = "a PEM file: the authority of the server's certificate")
  Optional<Path> authority;

  @Option(
      names = "--server-name",
      description = "the name on that certificate, where --url has another (kubectl port-forward)")
  Optional<String> serverName;

  ManagementClient client() throws IOException {
    return new ManagementClient(new Endpoint(url, token(), authority, serverName));
  }

  /** None is no mistake: a server for development asks for none. */
  private Optional<String> token() throws IOException {
    if (tokenFile.isPresent()) {
      return Optional.of(Files.readString(tokenFile.get()).strip());
    }
    var given = Optional.ofNullable(System.getenv("MAILHELM_TOKEN")).map(String::strip);
    if (given.isPresent()) {
      return given;
    }
    var own = data.resolve("token");
    return Files.isReadable(own) ? Optional.of(Files.readString(own).strip()) : Optional.empty();
  }
}
