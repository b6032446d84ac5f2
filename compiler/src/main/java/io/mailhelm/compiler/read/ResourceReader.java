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

/** The way in: texts, or what an API server gave, into checked and completed resources. */
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
   * Takes resources as an API server gave them: checks them against this version's schemas, which
   * may be newer than the server's, and fills in defaults that are new.
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

  /** Which resource this is; one without a namespace is in {@code default}. */
  public static ResourceRef ref(HasMetadata resource) {
    var metadata = resource.getMetadata();
    return new ResourceRef(
        resource.getKind(),
        Objects.requireNonNullElse(metadata.getNamespace(), "default"),
        metadata.getName());
  }
}
