package io.mailhelm.smtp.pod;

import io.mailhelm.smtp.rehearsal.Rehearsal;
import io.mailhelm.smtp.rehearsal.RehearsalVolumes;
import io.mailhelm.smtp.serve.OpenPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs {@code --rehearse}: a pod's server with temporary volumes, on loopback, that sends some mail
 * to itself.
 */
final class PodRehearsal {
  private final RehearsalVolumes volumes;
  private final CompletableFuture<PodServer> pod = new CompletableFuture<>();
  private volatile boolean failed = true;

  private PodRehearsal(RehearsalVolumes volumes) {
    this.volumes = volumes;
  }

  /** Returns 0 when everything was answered as it should be. */
  static int run() throws IOException, InterruptedException {
    var work = Files.createTempDirectory("mailhelm-rehearsal");
    try {
      return new PodRehearsal(RehearsalVolumes.in(work)).serve();
    } finally {
      delete(work);
    }
  }

  private int serve() throws IOException, InterruptedException {
    var served =
        new PodServer(
            options(),
            Optional.empty(),
            ports -> Thread.ofPlatform().name("rehearsal").start(() -> rehearse(ports)));
    pod.complete(served);
    var code = served.run();
    return failed ? 1 : code;
  }

  private PodOptions options() {
    return new PodOptions(
        volumes.volume(),
        volumes.tokenFile(),
        volumes.apiTls(),
        volumes.data(),
        RehearsalVolumes.ANY_PORT,
        Optional.empty(),
        true);
  }

  private void rehearse(OpenPorts ports) {
    try (var client = HttpClient.newBuilder().sslContext(volumes.trust()).build()) {
      new Rehearsal(ports, volumes.config(), volumes.login(), client, Optional.of(volumes.token()))
          .run();
      failed = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      pod.join().end();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
