package io.mailhelm.smtp.pod;

import io.mailhelm.config.KeyPem;
import io.mailhelm.smtp.api.ApiToken;
import io.mailhelm.smtp.live.MountWatch;
import io.mailhelm.smtp.live.MountedConfig;
import io.mailhelm.smtp.live.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The volumes mounted into a pod.
 *
 * @param config the shards
 * @param token of the APIs
 * @param keys of the APIs
 * @param watch tells when any of it may have changed
 */
record PodVolumes(
    MountedConfig config, MountedValue<ApiToken> token, MountedValue<KeyPem> keys, MountWatch watch)
    implements AutoCloseable {
  private static final Pattern TLS = Pattern.compile("tls\\.(crt|key)");

  /**
   * @throws IOException naming the one that is not mounted
   */
  static PodVolumes open(PodOptions options) throws IOException {
    var tokenFile = options.token().toAbsolutePath();
    var name = tokenFile.getFileName().toString();
    var folders =
        List.of(options.config().toAbsolutePath(), tokenFile.getParent(), options.apiTls());
    return new PodVolumes(
        new MountedConfig(options.config()),
        new MountedValue<>(
            tokenFile.getParent(),
            Pattern.compile(Pattern.quote(name)),
            files -> ApiToken.of(text(files, name).strip())),
        new MountedValue<>(options.apiTls(), TLS, PodVolumes::pair),
        watch(folders));
  }

  private static MountWatch watch(List<Path> folders) throws IOException {
    try {
      return new MountWatch(folders);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IOException(
          e.getMessage() + " is not there: mount a volume there, or name another folder", e);
    }
  }

  private static KeyPem pair(SortedMap<String, byte[]> files) {
    var pem = new KeyPem("api-tls", text(files, "tls.crt"), text(files, "tls.key"));
    TlsIdentity.of(pem);
    return pem;
  }

  private static String text(SortedMap<String, byte[]> files, String name) {
    return Optional.ofNullable(files.get(name))
        .map(octets -> new String(octets, StandardCharsets.US_ASCII))
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  /** What keeps the APIs from being opened; empty when nothing does. */
  String problem() {
    return Stream.of(token, keys)
        .filter(mounted -> mounted.value().isEmpty())
        .map(MountedValue::problem)
        .findFirst()
        .orElse("");
  }

  /** Ends the watch. */
  @Override
  public void close() throws IOException {
    watch.close();
  }
}
