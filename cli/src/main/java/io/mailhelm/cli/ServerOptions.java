package io.mailhelm.cli;

import io.mailhelm.cli.data.ServerFile;
import io.mailhelm.cli.data.ServerFile.TokenSource;
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
  private static final Path USUAL_DATA = Path.of("mailhelm-data");
  private static final URI USUAL_URL = URI.create("http://127.0.0.1:3001");

  @Option(
      names = "--url",
      description =
          "the management API; default: that of the server on --data, else http://127.0.0.1:3001")
  Optional<URI> url;

  @Option(
      names = "--token-file",
      description = "a file with the token; else MAILHELM_TOKEN, else that of --data")
  Optional<Path> tokenFile;

  @Option(
      names = "--data",
      description =
          "the data folder of a server on this machine; default: mailhelm-data, unless --url is given")
  Optional<Path> data;

  @Option(names = "--ca", description = "a PEM file: the authority of the server's certificate")
  Optional<Path> authority;

  @Option(
      names = "--server-name",
      description = "the name on that certificate, where --url has another (kubectl port-forward)")
  Optional<String> serverName;

  ManagementClient client() throws IOException {
    return new ManagementClient(endpoint());
  }

  /**
   * Where to ask. With a URL nothing is guessed: the token of a folder that nobody named is none of
   * that server's.
   */
  private Endpoint endpoint() throws IOException {
    if (url.isPresent()) {
      var own = data.isPresent() ? inFolder(data.get()) : Optional.<String>empty();
      return endpoint(url.get(), given().or(() -> own));
    }
    var folder = data.orElse(USUAL_DATA);
    var server = ServerFile.read(folder);
    if (server.isEmpty()) {
      if (data.isPresent()) {
        throw new IllegalArgumentException(
            "no server runs on %s: start it, or say with --url where one is".formatted(folder));
      }
      return endpoint(USUAL_URL, given());
    }
    var own =
        server.get().token() == TokenSource.DATA ? inFolder(folder) : Optional.<String>empty();
    return endpoint(
        server.get().management(),
        server.get().token() == TokenSource.NONE ? Optional.empty() : given().or(() -> own));
  }

  private Endpoint endpoint(URI at, Optional<String> token) {
    return new Endpoint(at, token, authority, serverName);
  }

  /** What somebody says for this command. None is no mistake: for development there is none. */
  private Optional<String> given() throws IOException {
    return tokenFile.isPresent()
        ? Optional.of(Files.readString(tokenFile.get()).strip())
        : Optional.ofNullable(System.getenv("MAILHELM_TOKEN")).map(String::strip);
  }

  private static Optional<String> inFolder(Path folder) throws IOException {
    var own = folder.resolve("token");
    return Files.isReadable(own) ? Optional.of(Files.readString(own).strip()) : Optional.empty();
  }
}
