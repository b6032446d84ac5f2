package io.mailhelm.cli;

import io.mailhelm.cli.data.ServerFile;
import io.mailhelm.cli.data.ServerFile.TokenSource;
import io.mailhelm.cli.remote.AskedServer;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.Endpoint;
import io.mailhelm.cli.remote.ManagementClient;
import io.mailhelm.cli.remote.ServerAdvice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a laptop's commands that say which server to ask, and with which token. */
final class ServerOptions implements AskedServers {
  private static final Path USUAL_DATA = Path.of("mailhelm-data");
  private static final URI USUAL_URL = URI.create("http://127.0.0.1:3001");

  @Option(
      names = "--url",
      description =
          "the management API; default: that of the server on --data, else http://127.0.0.1:3001")
  Optional<URI> url = Optional.empty();

  @Option(
      names = "--token-file",
      description = "a file with the token; else MAILHELM_TOKEN, else that of --data")
  Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--data",
      description =
          "the data folder of a server on this machine; default: mailhelm-data, unless --url is given")
  Optional<Path> data = Optional.empty();

  @Option(names = "--ca", description = "a PEM file: the authority of the server's certificate")
  Optional<Path> authority = Optional.empty();

  @Option(
      names = "--server-name",
      description = "the name on that certificate, where --url has another (kubectl port-forward)")
  Optional<String> serverName = Optional.empty();

  /** The server that runs on a data folder; empty where none runs. */
  static Optional<AskedServer> on(Path data) throws IOException {
    var server = ServerFile.read(data);
    return server.isEmpty()
        ? Optional.empty()
        : Optional.of(asked(new ServerOptions().endpoint(server.get(), data)));
  }

  private static AskedServer asked(Endpoint endpoint) {
    return new AskedServer(
        endpoint.toString(), new ManagementClient(endpoint, advice(endpoint.toString())));
  }

  private static ServerAdvice advice(String url) {
    return new ServerAdvice(
        url,
        "is the server running? --url says where else",
        "--ca names the authority of its certificate, --server-name the name on it",
        "Name the token with --token-file, MAILHELM_TOKEN, or the data folder with --data.",
        "");
  }

  @Override
  public List<AskedServer> all() throws IOException {
    return List.of(one());
  }

  @Override
  public AskedServer one() throws IOException {
    return asked(endpoint());
  }

  /**
   * The API to ask. With a URL nothing is guessed: the token of a folder that was not named does
   * not belong to that server.
   */
  private Endpoint endpoint() throws IOException {
    if (url.isPresent()) {
      var own = data.isPresent() ? inFolder(data.get()) : Optional.<String>empty();
      return endpoint(url.get(), given().or(() -> own));
    }
    var folder = data.orElse(USUAL_DATA);
    var server = ServerFile.read(folder);
    if (server.isPresent()) {
      return endpoint(server.get(), folder);
    }
    if (data.isPresent()) {
      throw new IllegalArgumentException(
          "no server runs on %s: start it, or say with --url where one is".formatted(folder));
    }
    return endpoint(USUAL_URL, given());
  }

  private Endpoint endpoint(ServerFile.Server server, Path folder) throws IOException {
    var own = server.token() == TokenSource.DATA ? inFolder(folder) : Optional.<String>empty();
    return endpoint(
        server.management(),
        server.token() == TokenSource.NONE ? Optional.empty() : given().or(() -> own));
  }

  private Endpoint endpoint(URI at, Optional<String> token) throws IOException {
    var pem =
        authority.isPresent()
            ? Optional.of(Files.readString(authority.get()))
            : Optional.<String>empty();
    return new Endpoint(at, token, pem, serverName);
  }

  /** The token given for this command. It may be missing: a server for development has none. */
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
