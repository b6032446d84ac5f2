package io.mailhelm.compiler;

import io.mailhelm.compiler.read.Resources;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DecoyKey;
import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.SecretUse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a compilation depends on.
 *
 * @param resources what is declared, the Secrets included that {@link Requirements} asks for
 * @param verifiers the verifiers of passwords, by MailUser
 * @param files content of the PEM files that {@link Requirements} names, by path as declared
 * @param lastGood the config that runs
 * @param removedMailboxes ids of mailboxes that every server has removed: their tombstones are left
 *     out
 * @param platform where the config will run
 * @param dev whether addresses that are not declared are loopback ({@code serve --dev})
 * @param serviceAddresses IP literals at which the server is reached from outside, by the cluster;
 *     a domain that declares its own uses those. Empty: unknown
 * @param decoyKey the key from which salts of unknown user names are derived, always the same;
 *     empty where it is not available: the last good one stays
 * @param stores in which store each pod had mail
 */
public record CompilerInput(
    Resources resources,
    Map<ResourceRef, ScramVerifier> verifiers,
    Map<String, byte[]> files,
    Optional<ServerConfig> lastGood,
    Set<String> removedMailboxes,
    Platform platform,
    boolean dev,
    List<String> serviceAddresses,
    Optional<DecoyKey> decoyKey,
    List<ExpectedStore> stores) {
  public CompilerInput {
    Objects.requireNonNull(resources);
    Objects.requireNonNull(lastGood);
    Objects.requireNonNull(platform);
    Objects.requireNonNull(decoyKey);
    verifiers = Map.copyOf(verifiers);
    files = Map.copyOf(files);
    serviceAddresses = List.copyOf(serviceAddresses);
    removedMailboxes = Set.copyOf(removedMailboxes);
    stores = List.copyOf(stores);
  }

  /** The input where no pod is known to have had mail. */
  public CompilerInput(
      Resources resources,
      Map<ResourceRef, ScramVerifier> verifiers,
      Map<String, byte[]> files,
      Optional<ServerConfig> lastGood,
      Set<String> removedMailboxes,
      Platform platform,
      boolean dev,
      List<String> serviceAddresses,
      Optional<DecoyKey> decoyKey) {
    this(
        resources,
        verifiers,
        files,
        lastGood,
        removedMailboxes,
        platform,
        dev,
        serviceAddresses,
        decoyKey,
        List.of());
  }

  /**
   * The content of a Secret, where it may be used like this. In a cluster it must be marked for
   * that. On a laptop an unmarked one serves any use: whoever wrote the folder wrote the Secret in
   * it.
   */
  Optional<Map<String, byte[]>> secret(SecretName name, SecretUse use) {
    var mark = Optional.ofNullable(resources.marks().get(name));
    var serves = mark.map(SecretMark::use).map(use::equals).orElse(platform == Platform.LAPTOP);
    return serves ? Optional.ofNullable(resources.secrets().get(name)) : Optional.empty();
  }

  /**
   * The message about a Secret that {@link #secret} does not give. It is the same whether the
   * Secret exists or not, so that nobody learns which Secrets exist.
   *
   * @param create what to create it with
   */
  String missing(SecretName name, SecretUse use, String create) {
    if (platform == Platform.LAPTOP && !resources.marks().containsKey(name)) {
      return "Secret %s is not there: create it with %s".formatted(name, create);
    }
    return "Secret %s is not there, or not marked for this: create it with %s, and kubectl -n %s label secret %s %s=%s"
        .formatted(name, create, name.namespace(), name.name(), SecretUse.LABEL, use.value());
  }

  /** Never contains a file's content. */
  @Override
  public String toString() {
    return "Input[%s, %s, %d verifiers, %d files]"
        .formatted(platform, resources, verifiers.size(), files.size());
  }
}
