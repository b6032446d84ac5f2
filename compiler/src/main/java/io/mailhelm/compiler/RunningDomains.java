package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Domain;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The domains that run, with their server, certificates and keys.
 *
 * @param server the server, from the MailDomain that has {@code server}
 * @param namespace of that MailDomain: everything on one server is in one namespace
 * @param byName by the MailDomain's {@code metadata.name}
 * @param keys their certificates, and the keys that sign
 * @param signing what is declared of their DKIM keys, by the MailDomain's {@code metadata.name}
 */
record RunningDomains(
    Optional<Server> server,
    String namespace,
    SortedMap<String, Domain> byName,
    List<KeyPem> keys,
    Map<String, Signing> signing) {

  /** The domain that {@code resource} names, in its own namespace. */
  Optional<Domain> named(HasMetadata resource, String name) {
    return ResourceReader.ref(resource).namespace().equals(namespace)
        ? Optional.ofNullable(byName.get(name))
        : Optional.empty();
  }
}
