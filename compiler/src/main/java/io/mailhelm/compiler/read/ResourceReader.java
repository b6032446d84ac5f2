package io.mailhelm.compiler.read;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads resources, from texts or from an API server, and gives them checked and with defaults. */
public final class ResourceReader {
  private ResourceReader() {}

  /**
   * Reads texts of MailDomains, MailUsers, SendPolicies and Secrets. Never throws for what is in
   * them: everything that is wrong becomes a problem, all of them at once.
   */
  public static Resources read(Collection<ResourceSource> sources) {
    var collected = new CollectedResources();
    sources.stream()
        .sorted(Comparator.comparing(ResourceSource::name))
        .forEach(source -> new SourceReader(source, collected).read());
    return collected.resources();
  }

  /**
   * Reads resources from an API server: checks them against this version's schemas, which may be
   * newer than the server's, and fills in new defaults.
   *
   * @param secrets the Secrets they name, key to content
   */
  public static Resources adopt(
      List<MailDomain> domains,
      List<MailUser> users,
      List<SendPolicy> sendPolicies,
      Map<SecretName, Map<String, byte[]>> secrets) {
    return new IncrementalReader().adopt(domains, users, sendPolicies, secrets);
  }

  /** The reference of a resource; one without a namespace is in {@code default}. */
  public static ResourceRef ref(HasMetadata resource) {
    var metadata = resource.getMetadata();
    return new ResourceRef(
        resource.getKind(),
        Objects.requireNonNullElse(metadata.getNamespace(), "default"),
        metadata.getName());
  }
}
