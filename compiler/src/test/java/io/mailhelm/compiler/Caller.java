package io.mailhelm.compiler;

import io.mailhelm.compiler.read.Resources;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.SecretUse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does for tests what {@code serve} or the operator does before it compiles. */
final class Caller {
  private static final byte[] GENERATED = "generated".getBytes(StandardCharsets.UTF_8);

  private final Platform platform;
  private final boolean dev;
  private final boolean generates;
  private final List<String> serviceAddresses;

  Caller(Platform platform, boolean dev, boolean generates) {
    this(platform, dev, generates, List.of());
  }

  Caller(Platform platform, boolean dev, boolean generates, List<String> serviceAddresses) {
    this.serviceAddresses = serviceAddresses;
    this.platform = platform;
    this.dev = dev;
    this.generates = generates;
  }

  static Caller onLaptop() {
    return new Caller(Platform.LAPTOP, false, true);
  }

  CompilerInput input(Resources read, Map<String, byte[]> files, Optional<ServerConfig> lastGood) {
    var needs = Requirements.of(read);
    var secrets = new HashMap<SecretName, Map<String, byte[]>>(read.secrets());
    var marks = new HashMap<SecretName, SecretMark>(read.marks());
    if (generates) {
      needs.tls().stream()
          .filter(Requirements.Tls::generated)
          .forEach(
              tls -> {
                secrets.putIfAbsent(tls.secret(), TestPem.secret());
                marks.putIfAbsent(tls.secret(), new SecretMark(SecretUse.Tls));
              });
      needs.dkim().stream()
          .filter(Requirements.Dkim::generated)
          .forEach(
              dkim -> {
                secrets.putIfAbsent(dkim.secret(), TestPem.signing());
                marks.putIfAbsent(dkim.secret(), new SecretMark(SecretUse.Dkim));
              });
      needs.passwords().stream()
          .filter(Requirements.Password::generated)
          .forEach(
              password -> {
                secrets.putIfAbsent(password.secret(), Map.of(password.key(), GENERATED));
                marks.putIfAbsent(password.secret(), new SecretMark(SecretUse.Password));
              });
    }
    var verifiers = new HashMap<ResourceRef, ScramVerifier>();
    for (var password : needs.passwords()) {
      var secret = secrets.getOrDefault(password.secret(), Map.of()).get(password.key());
      if (secret != null && secret.length > 0) {
        verifiers.put(password.user(), verifier(password, secret));
      }
    }
    return new CompilerInput(
        read.withSecrets(secrets).withMarks(marks),
        verifiers,
        files,
        lastGood,
        Set.of(),
        platform,
        dev,
        serviceAddresses,
        Optional.empty());
  }

  /** Not a real one: deriving it takes time, and nobody logs in here. */
  private static ScramVerifier verifier(Requirements.Password password, byte[] secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(password.address().toString().getBytes(StandardCharsets.UTF_8));
      var key = digest.digest(secret);
      return new ScramVerifier(java.util.Arrays.copyOf(key, 16), 4096, key, key);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
