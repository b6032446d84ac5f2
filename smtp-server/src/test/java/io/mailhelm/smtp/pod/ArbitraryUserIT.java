package io.mailhelm.smtp.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod as a user that nobody knows: the cluster gives it a number, the group 0, and a group that
 * has the volumes, as OpenShift does. It wants root, which a container may have and a laptop's
 * tests have not.
 */
class ArbitraryUserIT {
  /** What a kubelet does to volumes ({@code fsGroup}), and then the container's runtime. */
  private static final String RUNTIME =
      """
      set -e
      work=$1 user=$2 group=$3; shift 3
      umask 022
      mkdir -p "$work/data"
      chgrp -R "$group" "$work/data"
      find "$work/data" -type d -exec chmod u+rwx,g+rwxs {} +
      find "$work/data" -type f -exec chmod g+rw {} +
      chgrp -R "$group" "$work/token" "$work/api-tls"
      find "$work/token" "$work/api-tls" -type f -exec chmod 0440 {} +
      exec env -i PATH=/usr/bin:/bin HOME=/ \\
        setpriv --reuid "$user" --regid 0 --groups "$group" --bounding-set=-all --no-new-privs "$@"
      """;

  private static final int SOMEBODY = 1_000_680_000;
  private static final int SOMEBODY_ELSE = 1_000_710_000;

  private static final KeyPem API = TestCertificate.of("api-tls", "api.example.com");

  @TempDir Path work;
  private final TestConfig declared =
      new TestConfig()
          .listener("development", Tls.Optional, Auth.Required)
          .domain("example.com", Outbound.Capture)
          .certificates()
          .user("alice@example.com", "secret");

  @BeforeEach
  void asRoot() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "it wants root");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "it wants setpriv");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A node's folder for a pod: what is mounted, and what the test wants to know. */
  private Path node(String name) throws IOException {
    var folder = Files.createDirectory(work.resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return folder;
  }

  private static ServedPod pod(Path node, int user) throws IOException {
    var before =
        List.of(
            "sh",
            "-c",
            RUNTIME,
            "runtime",
            node.toString(),
            Integer.toString(user),
            Integer.toString(SOMEBODY));
    return new ServedPod(node, API, before);
  }

  @Test
  void aPodServesAsWhoeverTheClusterSaysAndTheNextOneHasItsMail() throws Exception {
    var first = node("first");
    try (var pod = pod(first, SOMEBODY)) {
      pod.declare(declared.build());
      pod.ready();
      assertThat(send(pod)).startsWith("250");
      assertThat(Files.getAttribute(first.resolve("data/mail/mail.db"), "unix:uid"))
          .isEqualTo(SOMEBODY);
      pod.end();
      assertThat(pod.exitCode()).isZero();
    }
    var second = node("second");
    Files.move(first.resolve("data"), second.resolve("data"));
    try (var pod = pod(second, SOMEBODY_ELSE)) {
      pod.declare(declared.build());
      pod.ready();
      assertThat(pod.get("/inbox").path("total").asInt()).isEqualTo(1);
      assertThat(send(pod)).startsWith("250");
      assertThat(pod.get("/inbox").path("total").asInt()).isEqualTo(2);
    }
  }

  private static String send(ServedPod pod) throws IOException {
    try (var client = new WireClient(pod.smtp("development"))) {
      client.reply();
      client.ask("EHLO client.example");
      var login = "\0alice@example.com\0secret".getBytes(StandardCharsets.UTF_8);
      client.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(login));
      client.ask("MAIL FROM:<alice@example.com>");
      client.ask("RCPT TO:<alice@example.com>");
      client.ask("DATA");
      // Large enough for a file of its own.
      return client.ask("Subject: Hello\r\n\r\n" + "Hello, hello\r\n".repeat(6_000) + ".");
    }
  }
}
