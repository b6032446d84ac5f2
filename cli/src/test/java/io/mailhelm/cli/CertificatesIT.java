package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.SelfSigned;
import io.mailhelm.config.DomainName;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates from PEM files, as certbot keeps them, replaced while the server runs. */
class CertificatesIT {
  private static final DomainName HOST = DomainName.of("mail.yourdomain.test");

  @TempDir Path work;

  @Test
  void aRenewedPemFileIsShownAtTheNextHandshakeAndNoConnectionDrops() throws Exception {
    try (var served = new ServedFolder(work)) {
      var declared = served.folder.resolve("domain.yaml");
      Files.writeString(
          declared,
          Files.readString(declared)
                  .replace("tls: Optional, auth: Required", "tls: Implicit, auth: Required")
              + "  tls:\n    files: {certificate: pem/tls.crt, privateKey: pem/tls.key}\n");
      var first = write(served.folder.resolve("pem"), "first");
      served.start("--dev");
      try (var open = handshake(served.smtpPort())) {
        assertThat(shown(open)).isEqualTo(first);

        var second = write(served.folder.resolve("pem"), "second");

        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () -> {
                  try (var next = handshake(served.smtpPort())) {
                    assertThat(shown(next)).isEqualTo(second);
                  }
                });
        var lines =
            new BufferedReader(
                new InputStreamReader(open.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(lines.readLine()).startsWith("220");
        open.getOutputStream().write("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(lines.readLine()).startsWith("250");
      }
      assertThat(Files.readString(served.log)).doesNotContain("PRIVATE KEY");
    }
  }

  /** Writes a pair as certbot does, one file after the other; returns the certificate. */
  private X509Certificate write(Path folder, String name) throws Exception {
    Files.createDirectories(folder);
    var pair =
        new SelfSigned(DataFolder.open(work.resolve(name)))
            .pair(name, List.of(HOST), Instant.now());
    Files.write(folder.resolve("tls.crt"), pair.get("tls.crt"));
    Files.write(folder.resolve("tls.key"), pair.get("tls.key"));
    return (X509Certificate)
        java.security.cert.CertificateFactory.getInstance("X.509")
            .generateCertificate(Files.newInputStream(folder.resolve("tls.crt")));
  }

  private static SSLSocket handshake(int port) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate shown(SSLSocket socket) throws Exception {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  /** What is shown is what is tested. */
  private static final class Anyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
