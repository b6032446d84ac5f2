package io.mailhelm.cli.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.cli.remote.AskedServer;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.Endpoint;
import io.mailhelm.cli.remote.ManagementClient;
import io.mailhelm.cli.remote.ServerAdvice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** The server of the same pod, found by what its volumes say. It has no options. */
@Command
final class MountedServer implements AskedServers {
  /** The kind of a DNS name among a certificate's names (RFC 5280 §4.2.1.6). */
  private static final int DNS_NAME = 2;

  private final Path mounts;

  MountedServer(Path mounts) {
    this.mounts = mounts;
  }

  @Override
  public List<AskedServer> all() throws IOException {
    return List.of(one());
  }

  @Override
  public AskedServer one() throws IOException {
    var management = management();
    var endpoint =
        new Endpoint(
            URI.create(
                "https://%s:%d"
                    .formatted(
                        host(management.path("address").asText()),
                        management.path("port").asInt())),
            Optional.of(text("token/token").strip()),
            Optional.of(text("api-tls/ca.crt")),
            Optional.of(nameOnCertificate()));
    var name = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("this server");
    return new AskedServer(
        name,
        new ManagementClient(
            endpoint,
            new ServerAdvice(
                name,
                "it may be starting: kubectl -n NAMESPACE logs " + name + " has more",
                "the certificate that is mounted is not of the authority beside it",
                "The token that is mounted was just changed: try again in a minute.",
                "Where spec.server.management.allowedCidrs is set it has to have 127.0.0.1/32: this"
                    + " command comes from there.")));
  }

  private JsonNode management() throws IOException {
    var management =
        new ObjectMapper().readTree(text("config/index")).path("server").path("management");
    if (management.isMissingNode()) {
      throw new IllegalArgumentException(
          mounts.resolve("config/index") + " says nothing of a management API");
    }
    return management;
  }

  /**
   * The host to connect to. A server that listens on every address is reached at loopback, because
   * this runs in the same pod.
   */
  private static String host(String address) {
    var bound = InetAddress.ofLiteral(address);
    if (bound.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /**
   * A name on the certificate. Any will do: it is the certificate that the server presents, and its
   * authority is known.
   */
  private String nameOnCertificate() throws IOException {
    try {
      var pem =
          new ByteArrayInputStream(text("api-tls/tls.crt").getBytes(StandardCharsets.US_ASCII));
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      return certificate.getSubjectAlternativeNames().stream()
          .filter(name -> name.getFirst().equals(DNS_NAME))
          .map(name -> (String) name.getLast())
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("the APIs' certificate has no name"));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("the APIs' certificate cannot be read", e);
    }
  }

  private String text(String path) throws IOException {
    var file = mounts.resolve(path);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          file
              + " is not there yet: the operator makes it; kubectl mailhelm -n NAMESPACE status"
              + " says how it is");
    }
    return Files.readString(file);
  }
}
