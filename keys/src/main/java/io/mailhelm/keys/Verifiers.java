package io.mailhelm.keys;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.compiler.read.SecretText;
import io.mailhelm.config.DecoyKey;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.SaslPrep;
import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes SCRAM-SHA-256 verifiers of passwords (RFC 5802, RFC 7677). The salt is derived from the
 * address and the password with a key that no server has. So equal input gives equal bytes, and an
 * equal salt in the running config shows that its verifier is still right and need not be computed
 * again.
 */
public final class Verifiers {
  /** Length of a salt key. */
  public static final int SALT_KEY_OCTETS = 32;

  private static final int SALT_OCTETS = 16;

  /** The input for decoys, which is no address, so that no user's salt is derived from it. */
  private static final byte[] DECOYS = "decoys".getBytes(StandardCharsets.US_ASCII);

  private final byte[] saltKey;

  /**
   * @param saltKey {@value #SALT_KEY_OCTETS} random octets, always the same ones
   */
  public Verifiers(byte[] saltKey) {
    this.saltKey = saltKey.clone();
  }

  /**
   * The key from which servers derive the salts of unknown user names. It is always the same, and
   * the salt key cannot be derived from it.
   */
  public DecoyKey decoyKey() {
    return new DecoyKey(Scram.hmac(saltKey, DECOYS));
  }

  /**
   * The passwords that exist, of those that a compilation requires. The compilation reports what is
   * missing or unusable.
   *
   * @param secrets the Secrets found or generated
   * @param generated whether a Secret's content was generated here
   */
  public static List<Password> passwords(
      Requirements requirements,
      Map<SecretName, Map<String, byte[]>> secrets,
      Predicate<SecretName> generated) {
    var passwords = new ArrayList<Password>();
    for (var needed : requirements.passwords()) {
      var kept = secrets.getOrDefault(needed.secret(), Map.of()).get(needed.key());
      Optional.ofNullable(kept)
          .flatMap(SecretText::of)
          .map(text -> text.value().getBytes(StandardCharsets.UTF_8))
          // Nothing may be left of it once it is prepared, as of a soft hyphen.
          .filter(octets -> SaslPrep.prepare(octets).length > 0)
          .map(
              octets ->
                  new Password(
                      needed.user(),
                      needed.address(),
                      octets,
                      needed.generated() && generated.test(needed.secret())))
          .ifPresent(passwords::add);
    }
    return passwords;
  }

  /**
   * A password of which to make a verifier.
   *
   * @param user its user
   * @param address the login
   * @param octets UTF-8
   * @param generated whether it is of 128 random bits or more, so that few iterations suffice
   */
  public record Password(ResourceRef user, Mailbox address, byte[] octets, boolean generated) {
    @Override
    public String toString() {
      return "Password[" + address + "]";
    }
  }

  /** A verifier for each user; those that {@code running} already has are taken from it. */
  public Map<ResourceRef, ScramVerifier> of(
      List<Password> passwords, Optional<ServerConfig> running) {
    var known = new HashMap<Mailbox, ScramVerifier>();
    running.ifPresent(
        config -> config.users().forEach(user -> known.put(user.address(), user.verifier())));
    return passwords.parallelStream()
        .collect(
            Collectors.toConcurrentMap(
                Password::user,
                password ->
                    of(password, Optional.ofNullable(known.get(password.address().canonical())))));
  }

  private ScramVerifier of(Password password, Optional<ScramVerifier> known) {
    var iterations =
        password.generated() ? ScramVerifier.GENERATED_ITERATIONS : ScramVerifier.CHOSEN_ITERATIONS;
    // As the server prepares what a client types (RFC 5802 §2.2), or some passwords would never
    // match.
    var octets = SaslPrep.prepare(password.octets());
    var salt = salt(password.address().canonical(), octets);
    return known
        .filter(
            verifier -> Arrays.equals(verifier.salt(), salt) && verifier.iterations() == iterations)
        .orElseGet(() -> Scram.verifier(octets, salt, iterations));
  }

  private byte[] salt(Mailbox address, byte[] password) {
    var name = (address + "\0").getBytes(StandardCharsets.UTF_8);
    var message = Arrays.copyOf(name, name.length + password.length);
    System.arraycopy(password, 0, message, name.length, password.length);
    return Arrays.copyOf(Scram.hmac(saltKey, message), SALT_OCTETS);
  }
}
