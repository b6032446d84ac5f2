package io.mailhelm.cli.data;

import io.mailhelm.config.DomainName;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.PemPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Generates self-signed certificates for domains that name none, and new ones before they expire.
 * They are kept in {@code DATA/keys}.
 */
public final class SelfSigned {
  private final Path folder;

  public SelfSigned(DataFolder data) throws IOException {
    this.folder = data.keys();
  }

  /**
   * The pair for these names, in the form of a Secret of type {@code kubernetes.io/tls}.
   *
   * @param name the name of the file that keeps it
   * @param hostnames its names; the first is the subject
   * @return {@code tls.crt} and {@code tls.key}
   */
  public Map<String, byte[]> pair(String name, List<DomainName> hostnames, Instant now)
      throws IOException {
    // One file for both: a crash between two would leave a certificate with another's key.
    var file = folder.resolve(name + ".pem");
    var names = new LinkedHashSet<String>();
    hostnames.forEach(hostname -> names.add(hostname.ascii()));
    if (!Files.exists(file) || !read(file).serves(names, now, Certificates.RENEW_BEFORE)) {
      var made = Certificates.selfSigned(names, now);
      PrivateFile.write(file, made.privateKey() + made.certificate());
    }
    return read(file).secret();
  }

  private static PemPair read(Path file) throws IOException {
    var pem = Files.readString(file);
    var split = Math.max(0, pem.indexOf("-----BEGIN CERTIFICATE"));
    return new PemPair(pem.substring(split), pem.substring(0, split));
  }
}
